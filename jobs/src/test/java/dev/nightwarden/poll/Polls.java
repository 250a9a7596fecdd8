package dev.nightwarden.poll;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.ingest.Landing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Polls of one transport, {@code t}, into a folder, with a clock that stands still. */
public final class Polls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final FakeWaiting waiting;

  public Polls(Path folder, FakeWaiting waiting) {
    this.folder = folder;
    this.waiting = waiting;
  }

  /** The transport that a config describes, as YAML in one line. */
  public Poller transport(String yaml) {
    return (Poller) config("transports: {t: %s}\n".formatted(yaml)).transports().get("t");
  }

  private Config config(String transports) {
    try {
      Path file =
          Files.writeString(
              folder.resolve("poll.yml"),
              transports + "profiles: {p: {actor: user, fields: {ip: {type: single}}}}\n");
      return new ConfigReader(Registry.load(), Map.of("TOKEN", "xoxp-s3cret"))
          .read(file, List.of(), Config.class)
          .config();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Polls once. */
  public void poll(Poller poller) throws Exception {
    Landing landing = new Landing("t", waiting.now(), folder + "/landing", new Configuration());
    poller.poll(Polling.of(landing, waiting));
  }

  /** Polls, and gives the message of what ends it, without the server's port. */
  public String failure(Poller poller) {
    return assertThrows(IOException.class, () -> poll(poller))
        .getMessage()
        .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST");
  }

  private Path root() {
    return folder.resolve("landing/t");
  }

  /** The records that have landed, as those that read them find them. */
  public List<JsonNode> landed() throws IOException {
    List<JsonNode> landed = new ArrayList<>();
    if (!Files.exists(root())) {
      return landed;
    }
    try (Stream<Path> files = Files.walk(root())) {
      for (Path file : files.filter(f -> Files.isRegularFile(f) && !hidden(f)).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          landed.add(JSON.readTree(line));
        }
      }
    }
    return landed;
  }

  private static boolean hidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("_") || name.startsWith(".");
  }

  /** Of each record that has landed a value, sorted. */
  public List<String> landed(String path) throws IOException {
    return landed().stream()
        .map(record -> String.valueOf(record.at("/" + path.replace('.', '/')).asText(null)))
        .sorted()
        .toList();
  }

  /** Takes the last step of the last poll back: its page has landed, its cursor was not kept. */
  public void forgetLastCursor() throws IOException {
    Files.delete(cursors().get(0));
  }

  /** The cursors that are there, the newest first. */
  public List<Path> cursors() throws IOException {
    try (Stream<Path> files = Files.list(root())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("_cursor-"))
          .sorted((a, b) -> b.compareTo(a))
          .toList();
    }
  }

  /** Removes all that was landed and kept. */
  public void clear() throws IOException {
    if (Files.exists(root())) {
      try (Stream<Path> files = Files.walk(root())) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
