package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of files that a transport landed long ago. */
class LandedFilesTest extends IngestFixture {
  private static final LocalDate BEFORE = LocalDate.parse("2026-01-05");

  /** Reads what lies in its landing folder, as transports that fetch do. */
  private record Fetching() implements Transport {
    @Override
    public RecordSettings record() {
      return LogFiles.landed("unused", "t", "id").record();
    }

    @Override
    public RawRecords read(Reading reading) {
      return LogFiles.readLanded(reading, reading.landing().folder());
    }
  }

  private Landing landing() {
    return new Landing("logs", NOW, warehouse);
  }

  private Path land(String name, String id, String text) throws IOException {
    Path file = Path.of(java.net.URI.create(landing().folder())).resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file, "{\"id\":\"%s\",\"t\":\"2026-01-02T10:00:00Z\"}%s\n".formatted(id, text));
  }

  private long remove() throws IOException {
    return new LandedFiles(warehouse, landing(), BEFORE).remove();
  }

  private List<String> there() throws IOException {
    Path folder = Path.of(java.net.URI.create(landing().folder()));
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private List<String> known() {
    return warehouse
        .read(Table.FILES)
        .selectExpr("substring_index(path, '/', -2) AS name")
        .orderBy("name")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void thoseOfOldDatesThatWereReadAreRemovedAndNothingElse() throws IOException {
    land("2026-01-03/a.json", "a", "");
    land("2026-01-04/read.json", "b", "");
    land("2026-01-05/young.json", "c", "");
    land("other/d.json", "d", "");
    land("_cursor-1.json", "e", "");
    ingest(new Fetching());
    land("2026-01-04/unread.json", "f", "");
    land("2026-01-04/_part.json", "g", "");
    land("2026-01-03/a.json", "a", "\n{\"id\":\"h\",\"t\":\"2026-01-02T10:00:00Z\"}");

    assertEquals(1, remove());

    assertEquals(
        List.of(
            "2026-01-03/a.json",
            "2026-01-04/_part.json",
            "2026-01-04/unread.json",
            "2026-01-05/young.json",
            "_cursor-1.json",
            "other/d.json"),
        there());
    assertEquals(List.of("2026-01-03/a.json", "2026-01-05/young.json", "other/d.json"), known());
    assertEquals("2 files, 1 known, 2 messages, 3 records", counts(ingest(new Fetching())));
    assertEquals(2, remove());
    assertEquals(List.of("a", "b", "c", "d", "f", "h"), messages("message_id"));
  }

  @Test
  void whatARunLeftThatDiedBeforeTheRowsWereGoneTheNextDoes() throws IOException {
    Path file = land("2026-01-03/a.json", "a", "");
    ingest(new Fetching());
    Files.delete(file);

    assertEquals(0, remove());

    assertEquals(List.of(), known());
    assertEquals(List.of(), there());
    assertEquals("", counts(ingest(new Fetching())));
  }
}
