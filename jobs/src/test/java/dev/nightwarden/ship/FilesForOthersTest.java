package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON lines, Parquet and Delta; StoresAgreeTest holds their rows against the table. */
class FilesForOthersTest {
  private static final Finding ONE = Finding.of("1", "2026-11-01T00:00:00Z", "ann");
  private static final Finding TWO = Finding.of("2", "2026-11-02T00:00:00Z", null);

  @TempDir Path folder;

  @Test
  void jsonLinesHaveEveryColumn() throws Exception {
    Path file = folder.resolve("out/alerts.jsonl");
    JsonLines store = new JsonLines(file.toString(), null);
    assertEquals(2, store.replace(Finding.slice(Finding.table(TWO, ONE), "2026-11-02")));
    String second = Files.readString(file).lines().toList().get(1);
    assertTrue(
        second.startsWith("{\"event_id\":\"e-2\",\"message_id\":\"m-e-2\",\"actor_id\":\""),
        second);
    assertTrue(second.contains("\"actor\":null,"), second);
    assertTrue(Files.readString(file).contains("\"score\":1.0,"));
    assertTrue(Files.readString(file).contains("\"created_at\":\"2026-11-01T00:00:00.000000Z\","));
    byte[] before = Files.readAllBytes(file);
    store.replace(Finding.slice(Finding.table(TWO, ONE), "2026-11-01"));
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(file)));
    store.replace(Finding.slice(Finding.table(), "2026-11-01"));
    assertEquals("", Files.readString(file));
    assertEquals(1, store.replace(Finding.slice(Finding.table(ONE), "2026-11-01")));
  }

  @Test
  void jsonLinesLeaveAFileThatIsNotOurs() throws Exception {
    Path file = folder.resolve("alerts.jsonl");
    for (String foreign :
        List.of("mine", "{\"event_id\":1}\n", "[1]", "{\"event_id\":", "{\"a\":{\"b\":[1]}}")) {
      Files.writeString(file, foreign);
      JsonLines store = new JsonLines(file.toString(), null);
      Slice slice = Finding.slice(Finding.table(ONE), "2026-11-01");
      IOException error = assertThrows(IOException.class, () -> store.replace(slice));
      assertEquals(
          file
              + " is there already and is not a file of Nightwarden's (its first line is not"
              + " {\"event_id\": ...): name another file, or move that one away",
          error.getMessage());
      assertEquals(foreign, Files.readString(file));
    }
  }

  @Test
  void jsonLinesOfAnEarlierVersionAreWrittenAnew() throws Exception {
    new JsonLines(null, folder.toString()).replace(Finding.slice(Finding.table(ONE), "2026-11-01"));
    StoredTable later = Finding.later(Finding.table(ONE, TWO), "2026-11-02");
    assertEquals(2, TextFiles.replaceFolder(at(folder), JsonLinesKind.of(later), later));
    assertTrue(
        Files.readString(folder.resolve("2026-11-01.jsonl")).contains(",\"transport\":\"test\"}"));
    assertEquals(1, TextFiles.replaceFolder(at(folder), JsonLinesKind.of(later), later));
  }

  @Test
  void parquetHasAFileForEachDate() throws Exception {
    Parquet store = new Parquet(folder.toString());
    assertEquals(2, store.replace(Finding.slice(Finding.table(ONE, TWO), "2026-11-02")));
    assertEquals(Set.of("2026-11-01.parquet", "2026-11-02.parquet"), names(folder));
    assertEquals("e-1", read("2026-11-01").head().getString(0));
    byte[] kept = Files.readAllBytes(folder.resolve("2026-11-01.parquet"));
    Finding changed = Finding.of("9", "2026-11-02T10:00:00Z", "eve");
    assertEquals(1, store.replace(Finding.slice(Finding.table(ONE, changed), "2026-11-02")));
    assertEquals("e-9", read("2026-11-02").head().getString(0));
    assertEquals(
        -1, Arrays.mismatch(kept, Files.readAllBytes(folder.resolve("2026-11-01.parquet"))));
    assertEquals(0, store.replace(Finding.slice(Finding.table(ONE), "2026-11-02")));
    assertEquals(Set.of("2026-11-01.parquet"), names(folder));
  }

  @Test
  void parquetLeavesWhatIsNotOursAndWhatALaterRunIsAt() throws Exception {
    Files.writeString(folder.resolve("2026-11-02.parquet"), "mine");
    SharedSpark.session().range(3).coalesce(1).write().parquet(folder.resolve("p").toString());
    Parquet store = new Parquet(folder.toString());
    Slice slice = Finding.slice(Finding.table(ONE, TWO), "2026-11-01", "2026-11-02");
    IOException error = assertThrows(IOException.class, () -> store.replace(slice));
    assertTrue(
        error.getMessage().contains("2026-11-02.parquet is there already and is not a file"),
        error.getMessage());
    assertEquals(Set.of("2026-11-02.parquet", "p"), names(folder));
    Files.delete(folder.resolve("2026-11-02.parquet"));
    for (String left : List.of(".dates.parquet.2.tmp", ".dates.parquet.4.tmp")) {
      Files.createDirectories(folder.resolve(left));
      Files.writeString(folder.resolve(left).resolve("part"), "half");
    }
    store.replace(
        Finding.slice(Finding.table(ONE), Finding.dates("2026-11-01"), null, Finding.held(3)));
    assertEquals(Set.of("2026-11-01.parquet", ".dates.parquet.4.tmp", "p"), names(folder));
  }

  @Test
  void parquetOfARunThatWasOvertakenIsNotPutInPlace() throws Exception {
    Parquet store = new Parquet(folder.toString());
    store.replace(Finding.slice(Finding.table(ONE), "2026-11-01"));
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    for (Finding[] found : new Finding[][] {{ONE, TWO}, {}}) {
      Slice late = Finding.slice(Finding.table(found), dates, null, Finding.lost(1));
      assertThrows(FencedException.class, () -> store.replace(late));
    }
    assertEquals(Set.of("2026-11-01.parquet"), names(folder));
  }

  @Test
  void deltaReplacesDatesInOneCommit() throws Exception {
    Delta store = new Delta(folder.resolve("delta").toString(), null);
    assertEquals(2, store.replace(Finding.slice(Finding.table(ONE, TWO), "2026-11-02")));
    Finding changed = Finding.of("9", "2026-11-02T10:00:00Z", "eve");
    assertEquals(1, store.replace(Finding.slice(Finding.table(ONE, changed), "2026-11-02")));
    assertEquals(List.of("e-1", "e-9"), deltaEvents());
    assertEquals(0, store.replace(Finding.slice(Finding.table(ONE), "2026-11-02")));
    assertEquals(List.of("e-1"), deltaEvents());
  }

  @Test
  void deltaLeavesWhatIsNotOurs() throws Exception {
    Path place = folder.resolve("delta");
    SharedSpark.session().range(3).write().format("delta").save(place.toString());
    Delta store = new Delta(place.toString(), null);
    Slice slice = Finding.slice(Finding.table(ONE), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> store.replace(slice));
    assertTrue(
        error.getMessage().contains("(it has no property nightwarden.data_set"),
        error.getMessage());
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(folder.resolve("other/mine.txt"), "mine");
    Delta other = new Delta(folder.resolve("other").toString(), null);
    error = assertThrows(IOException.class, () -> other.replace(slice));
    assertTrue(error.getMessage().contains("(it is no Delta table)"), error.getMessage());
    assertEquals(Set.of("mine.txt"), names(folder.resolve("other")));
  }

  @Test
  void deltaTakesNothingOfARunThatWasOvertaken() throws Exception {
    Delta store = new Delta(folder.resolve("delta").toString(), null);
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    Dataset<Row> table = Finding.table(ONE, TWO);
    store.replace(Finding.slice(Finding.table(ONE), dates, null, Finding.held(5)));
    Slice lost = Finding.slice(table, dates, null, Finding.lost(4));
    assertThrows(FencedException.class, () -> store.replace(lost));
    assertEquals(List.of("e-1"), deltaEvents());
    // A warehouse that was made anew at the same place counts from the beginning.
    assertEquals(2, store.replace(Finding.slice(table, dates, null, Finding.held(1))));
    assertEquals(List.of("e-1", "e-2"), deltaEvents());
  }

  @Test
  void deltaOfAnEarlierVersionIsWrittenAnew() throws Exception {
    Delta store = new Delta(folder.resolve("delta").toString(), null);
    store.replace(Finding.slice(Finding.table(ONE), "2026-11-01"));
    StoredTable later = Finding.later(Finding.table(ONE, TWO), "2026-11-02");
    assertEquals(2, store.replace(later, null));
    assertEquals(1, store.replace(later, null));
    Slice earlier = Finding.slice(Finding.table(ONE), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> store.replace(earlier));
    assertTrue(error.getMessage().contains("made by a newer Nightwarden"), error.getMessage());
  }

  @Test
  void deltaMayBeATableOfACatalog() throws Exception {
    SharedSpark.session().sql("CREATE SCHEMA given LOCATION '%s'".formatted(folder));
    try {
      Delta store = new Delta(null, "spark_catalog.given.alerts");
      store.replace(Finding.slice(Finding.table(ONE, TWO), "2026-11-02"));
      store.replace(
          Finding.slice(Finding.table(ONE), Finding.dates("2026-11-02"), null, Finding.held(2)));
      assertEquals(1, SharedSpark.session().table("given.alerts").count());
    } finally {
      SharedSpark.session().sql("DROP SCHEMA given CASCADE");
    }
  }

  @Test
  void refuseWhatCannotBe() {
    refused(
        "filename is missing: give filename for one file, or folder for a file per date",
        new JsonLines(null, null));
    refused("folder is empty", new Parquet(" "));
    refused("path is missing: give path or table", new Delta(null, null));
    refused("table cannot stand beside path: give one of the two", new Delta("a", "b"));
    refused(
        "table is a;b; allowed: one to three plain words with dots between",
        new Delta(null, "a;b"));
  }

  private static <T extends Record & Checked> void refused(String message, T store) {
    assertEquals(
        message, assertThrows(IllegalKeyException.class, () -> Keys.checked(store)).getMessage());
  }

  private Dataset<Row> read(String date) {
    return SharedSpark.session().read().parquet(folder.resolve(date + ".parquet").toString());
  }

  private List<String> deltaEvents() {
    return SharedSpark.session()
        .read()
        .format("delta")
        .load(folder.resolve("delta").toString())
        .select("event_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static StoreFile at(Path path) throws IOException {
    return StoreFile.at(path.toString(), new Configuration(), null);
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}
