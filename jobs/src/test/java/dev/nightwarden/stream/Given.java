package dev.nightwarden.stream;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ingest.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings as a config gives them, and what has landed. */
final class Given {
  private Given() {}

  /** A transport by its section in YAML. */
  static Tcp tcp(String section) {
    return (Tcp) transport(section);
  }

  /** A transport by its section in YAML. */
  static Kafka kafka(String section) {
    return (Kafka) transport(section);
  }

  private static Transport transport(String section) {
    String config =
        """
        transports: {t: %s}
        profiles: {p: {actor: user, fields: {city: {type: single}}}}
        """
            .formatted(section);
    return new ConfigReader(Registry.load(), Map.of())
        .read("t.yml", config.getBytes(StandardCharsets.UTF_8), List.of(), Config.class)
        .config()
        .transports()
        .get("t");
  }

  /** What has landed, in the order in which it came. */
  static List<Arrival> landed(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Arrival> all = new ArrayList<>();
      for (Path file :
          files
              .filter(file -> file.getFileName().toString().matches("[^_].*\\.json"))
              .sorted()
              .toList()) {
        for (String line : Files.readAllLines(file)) {
          all.add(Arrival.of(line));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  /** Their texts, or why they are refused. */
  static List<String> texts(Path folder) {
    return landed(folder).stream().map(a -> a.refused() == null ? a.text() : a.refused()).toList();
  }
}
