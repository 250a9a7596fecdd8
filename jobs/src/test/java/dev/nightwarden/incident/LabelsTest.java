package dev.nightwarden.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.incident.Incident.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
  private static final String WHO =
      "\"actors\":[\"ann\"],\"from\":\"2025-03-01T08:00:00Z\",\"to\":\"2025-03-01T09:00:00Z\"";

  @TempDir Path folder;

  private Path file(String... lines) throws IOException {
    return Files.write(folder.resolve("labels.jsonl"), List.of(lines));
  }

  private void assertRefused(String why, String... lines) throws IOException {
    Path file = file(lines);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Labels.read(file)).getMessage();
    assertTrue(message.contains(why), message);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Incident incident =
        new Incident(
            "swap-001",
            "swap",
            "plain",
            List.of("ann", "b\"en\n"),
            Instant.parse("2025-03-01T08:00:00.5Z"),
            Instant.parse("2025-03-01T09:00:00Z"),
            List.of("T1078"),
            List.of(new Place("logins", "7", LocalDate.parse("2025-03-01"))),
            "of carla");
    Path file = folder.resolve("labels.jsonl");
    Labels.write(file, List.of(incident));

    assertEquals(List.of(incident), Labels.read(file));
  }

  @Test
  void aKindOfOnesOwnNeedsNoMessages() throws IOException {
    List<Incident> read =
        Labels.read(file("{\"incident\":\"i\",\"kind\":\"my own\"," + WHO + "}", ""));

    assertEquals("my own", read.get(0).kind());
    assertEquals(List.of(), read.get(0).messages());
  }

  @Test
  void whatIsWrongIsToldWithItsLine() throws IOException {
    String good = "{\"incident\":\"i\",\"kind\":\"swap\"," + WHO + "}";
    assertRefused("has no labels");
    assertRefused("labels.jsonl:1: is no JSON object", "[1]");
    assertRefused("labels.jsonl:1: is no JSON object", "{");
    assertRefused("labels.jsonl:2: incident i is on line 1 too", good, good);
    assertRefused("kind is missing, or no text", "{\"incident\":\"i\"," + WHO + "}");
    assertRefused(
        "knd is not a key; did you mean kind?",
        "{\"incident\":\"i\",\"knd\":\"swap\"," + WHO + "}");
    assertRefused("i overlaps", good.replace("\"i\"", "\"j\""), good);
    assertRefused(
        "actors is missing or empty",
        "{\"incident\":\"i\",\"kind\":\"k\",\"from\":\"2025-03-01T08:00:00Z\",\"to\":\"2025-03-01T08:00:00Z\"}");
    assertRefused("to is before from", good.replace("T09", "T07"));
    assertRefused(
        "from is yesterday; write 2025-03-14T09:30:00Z",
        good.replace("2025-03-01T08:00:00Z", "yesterday"));
    String message = "\"messages\":[{\"transport\":\"t\",\"id\":\"m\",\"date\":\"2025-03-01\"}],";
    assertRefused(
        "message m is of incident i too",
        good.replace("{", "{" + message).replace("[{" + message, "[{"),
        good.replace("\"i\"", "\"j\"").replace("{", "{" + message).replace("[{" + message, "[{"));
  }
}
