package dev.nightwarden.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.ingest.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a poll leaves in its folder. */
class LandingFolderTest {
  private static final Instant NOW = Instant.parse("2025-03-14T23:59:59Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Landing landing() {
    return new Landing("t", NOW, folder.toUri() + "landing", new Configuration());
  }

  private Polling polling() throws IOException {
    return Polling.of(landing(), new FakeWaiting(NOW));
  }

  private static ObjectNode object(String json) throws IOException {
    return (ObjectNode) JSON.readTree(json);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("landing"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.resolve("landing").relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aPageIsAFileOfItsDateNamedByItsContent() throws IOException {
    Polling polling = polling();
    polling.land(List.of(object("{\"a\":1}"), object("{\"b\":\"ü\\n\"}")), object("{\"at\":1}"));
    polling.land(List.of(object("{\"a\":1}"), object("{\"b\":\"ü\\n\"}")), object("{\"at\":2}"));
    polling.land(List.of(), object("{\"at\":2}"));

    List<String> names = names();
    assertEquals(3, names.size(), names.toString());
    assertTrue(names.get(0).matches("t/2025-03-14/[0-9a-f]{24}\\.jsonl"), names.toString());
    assertEquals(
        "{\"a\":1}\n{\"b\":\"ü\\n\"}\n",
        Files.readString(folder.resolve("landing").resolve(names.get(0))));
    assertEquals(
        List.of("t/_cursor-000000000001.json", "t/_cursor-000000000002.json"), names.subList(1, 3));
    assertEquals(object("{\"at\":2}"), polling().cursor());
  }

  @Test
  void twoAtATimeLoseNothing() throws IOException {
    Polling one = polling();
    Polling other = polling();
    one.land(List.of(object("{\"a\":1}")), object("{\"at\":1}"));
    other.land(List.of(object("{\"a\":2}")), object("{\"at\":2}"));
    one.land(List.of(object("{\"a\":3}")), object("{\"at\":3}"));

    assertEquals(object("{\"at\":3}"), polling().cursor());
    assertEquals(3, names().stream().filter(name -> name.endsWith(".jsonl")).count());
  }

  @Test
  void whatAPollerLeftThatDiedIsTakenAwayAfterADay() throws IOException {
    polling().land(List.of(), object("{\"at\":1}"));
    Path old = Files.writeString(folder.resolve("landing/t/_part-old"), "{");
    Path young = Files.writeString(folder.resolve("landing/t/_part-young"), "{");
    Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(100_000)));
    Files.setLastModifiedTime(young, FileTime.from(NOW.minusSeconds(1_000)));

    polling();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
  }

  @Test
  void aCursorThatCannotBeReadIsTold() throws IOException {
    polling().land(List.of(), object("{\"at\":1}"));
    Files.writeString(folder.resolve("landing/t/_cursor-000000000002.json"), "{\"at\":");
    String message = assertThrows(IOException.class, this::polling).getMessage();
    assertTrue(message.contains("_cursor-000000000002.json does not tell how far"), message);
    assertTrue(message.contains("delete it to go on from the one before"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "../t", "", ".t", "a b", "a\nb"})
  void aTransportsNameIsOneNameInAPath(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Landing(name, NOW, folder + "/landing", new Configuration()).folder());
  }
}
