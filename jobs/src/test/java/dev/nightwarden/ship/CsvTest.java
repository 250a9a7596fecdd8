package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
  private static final String HEADER =
      "event_id,message_id,actor_id,created_at,anomaly_id,field_id,score,profile,actor,detector,"
          + "field,value,reason,severity,investigation_id,run_id,attack\r\n";

  @TempDir Path folder;

  @Test
  void writesOneFileOfAllRowsByTime() throws Exception {
    Path file = folder.resolve("out/alerts.csv");
    Csv csv = new Csv(file.toString(), null);
    Dataset<Row> table =
        Finding.table(
            Finding.of("2", "2026-11-02T00:00:00.000001Z", "ann"),
            Finding.of("1", "2026-11-01T23:59:59.999999Z", "bob"));

    assertEquals(2, csv.replace(Finding.slice(table, "2026-11-02")));

    List<List<String>> rows = CsvText.parse(Files.readString(file));
    assertEquals(
        List.of(
            "e-1",
            "m-e-1",
            "a4a2a63e6a672745c991a9644d28250c",
            "2026-11-01T23:59:59.999999Z",
            "a-1",
            "430302b576b655bbcdd41cdfffff0b83",
            "1.0",
            "logins",
            "bob",
            "mandatory",
            "city",
            "\"Lima\"",
            "city \"Lima\" never seen for bob in 412 earlier messages"),
        rows.get(1).subList(0, 13));
    assertEquals("2026-11-02T00:00:00.000001Z", rows.get(2).get(3));
    assertEquals(Set.of("alerts.csv"), names(folder.resolve("out")));
  }

  @Test
  void writesTheHeaderAloneWhenThereIsNothing() throws Exception {
    Path file = folder.resolve("alerts.csv");
    new Csv(file.toString(), null).replace(Finding.slice(Finding.table(), "2026-11-02"));
    assertEquals(HEADER, Files.readString(file));
  }

  @Test
  void writesTheSameBytesAgain() throws Exception {
    Path file = folder.resolve("alerts.csv");
    Csv csv = new Csv(file.toString(), null);
    Finding one = Finding.of("1", "2026-11-01T00:00:00Z", "ann");
    Finding other = Finding.of("2", "2026-11-01T00:00:00Z", "bob");
    csv.replace(Finding.slice(Finding.table(one, other), "2026-11-01"));
    byte[] first = Files.readAllBytes(file);
    csv.replace(Finding.slice(Finding.table(other, one).repartition(2), "2026-11-01"));
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void leavesAFileThatIsNotOurs() throws Exception {
    Path file = Files.writeString(folder.resolve("alerts.csv"), "id,amount\n1,5\n");
    Csv csv = new Csv(file.toString(), null);
    Slice slice = Finding.slice(Finding.table(), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> csv.replace(slice));
    assertEquals(
        file
            + " is there already and is not a file of Nightwarden's (its first line is not"
            + " \"event_id,message_id,...\"): name another file, or move that one away",
        error.getMessage());
    assertEquals("id,amount\n1,5\n", Files.readString(file));
    assertEquals(Set.of("alerts.csv"), names(folder));
  }

  @Test
  void leavesAFileWhoseHeaderOnlyBeginsLikeOurs() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), HEADER.strip() + ",comment\r\n1,2\r\n");
    Csv csv = new Csv(file.toString(), null);
    Slice slice = Finding.slice(Finding.table(), "2026-11-01");
    assertThrows(IOException.class, () -> csv.replace(slice));
  }

  @Test
  void takesOurFileThatASpreadsheetSaved() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), "\ufeff" + HEADER.strip() + "\n1,2,3\n");
    new Csv(file.toString(), null).replace(Finding.slice(Finding.table(), "2026-11-01"));
    assertEquals(HEADER, Files.readString(file));
  }

  @Test
  void refusesAFolderInPlaceOfAFile() {
    Csv csv = new Csv(folder.toString(), null);
    Slice slice = Finding.slice(Finding.table(), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> csv.replace(slice));
    assertEquals(folder + " is not a file: name another one", error.getMessage());
  }

  /** {@code /dev/full} takes nothing, as a full disk. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatADiskIsFullAndLeavesTheFileAsItWas() throws Exception {
    Path file = folder.resolve("alerts.csv");
    Csv csv = new Csv(file.toString(), null);
    csv.replace(Finding.slice(Finding.table(), "2026-11-01"));
    String before = Files.readString(file);
    Files.createSymbolicLink(folder.resolve(".alerts.csv.tmp"), Path.of("/dev/full"));
    Slice slice = Finding.slice(Finding.table(), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> csv.replace(slice));
    assertEquals(file + " cannot be written: No space left on device", error.getMessage());
    assertEquals(before, Files.readString(file));
  }

  @Test
  void saysWhyAFileCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Csv csv = new Csv(file.resolve("alerts.csv").toString(), null);
    Slice slice = Finding.slice(Finding.table(), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> csv.replace(slice));
    assertTrue(
        error.getMessage().startsWith(file + "/alerts.csv cannot be written: "),
        error.getMessage());
  }

  @Test
  void keepsTheOldFileWhenTheRowsBreakOffInTheMiddle() throws Exception {
    StoreFile file =
        StoreFile.at(folder.resolve("alerts.csv").toString(), new Configuration(), null);
    CsvKind csv = new CsvKind();
    Iterator<String[]> old = List.<String[]>of(new String[] {"old"}).iterator();
    file.write(out -> csv.write(out, List.of("text"), old));
    byte[] before = Files.readAllBytes(folder.resolve("alerts.csv"));
    Iterator<String[]> broken =
        new Iterator<>() {
          private int left = 100_000;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public String[] next() {
            if (left-- == 0) {
              throw new IllegalStateException("the executor is lost");
            }
            return new String[] {"new"};
          }
        };
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class,
            () -> file.write(out -> csv.write(out, List.of("text"), broken)));
    assertEquals("the executor is lost", error.getMessage());
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("alerts.csv")));
    assertEquals(Set.of("alerts.csv"), names(folder));
  }

  @Test
  void replacesWhatAKilledRunLeftBeside() throws Exception {
    Files.writeString(folder.resolve(".alerts.csv.tmp"), "half");
    new Csv(folder.resolve("alerts.csv").toString(), null)
        .replace(Finding.slice(Finding.table(), "2026-11-01"));
    assertEquals(Set.of("alerts.csv"), names(folder));
  }

  @Test
  void writesAFileOfAnEarlierHeaderAnewWhole() throws Exception {
    Path file = folder.resolve("alerts.csv");
    Finding one = Finding.of("1", "2026-11-01T00:00:00Z", "ann");
    Finding two = Finding.of("2", "2026-11-02T00:00:00Z", "bob");
    new Csv(file.toString(), null).replace(Finding.slice(Finding.table(one), "2026-11-01"));
    StoredTable later = Finding.later(Finding.table(one, two), "2026-11-02");
    assertEquals(2, TextFiles.replaceFile(at(file), new CsvKind(), later));

    List<List<String>> rows = CsvText.parse(Files.readString(file));
    assertEquals(List.of("transport", "test", "test"), rows.stream().map(r -> r.get(17)).toList());
    assertEquals(HEADER.strip().split(",").length + 1, rows.get(0).size());

    Csv earlier = new Csv(file.toString(), null);
    Slice slice = Finding.slice(Finding.table(one), "2026-11-01");
    assertThrows(IOException.class, () -> earlier.replace(slice));
  }

  @Test
  void writesEveryFileOfAnEarlierHeaderAnew() throws Exception {
    Finding one = Finding.of("1", "2026-11-01T00:00:00Z", "ann");
    Finding two = Finding.of("2", "2026-11-02T00:00:00Z", "bob");
    new Csv(null, folder.toString()).replace(Finding.slice(Finding.table(one), "2026-11-01"));
    StoredTable later = Finding.later(Finding.table(one, two), "2026-11-02");
    assertEquals(2, TextFiles.replaceFolder(at(folder), new CsvKind(), later));
    assertTrue(
        Files.readString(folder.resolve("2026-11-01.csv")).contains(",attack,transport\r\n"));
    assertEquals(1, TextFiles.replaceFolder(at(folder), new CsvKind(), later));
  }

  @Test
  void holdsAnotherDataSetInTheSameWay() throws Exception {
    Path file = folder.resolve("alerts.csv");
    Dataset<Row> table =
        Finding.table(
            Finding.of("1", "2026-11-02T01:00:00Z", "ann"),
            Finding.of("2", "2026-11-02T02:00:00Z", "ann"),
            Finding.of("3", "2026-11-01T02:00:00Z", "bob"));
    TextFiles.replaceFile(at(file), new CsvKind(), Finding.counted(table, "2026-11-02"));
    assertEquals(
        """
        opened,actor,events
        2026-11-01T00:00:00.000000Z,bob,1
        2026-11-02T00:00:00.000000Z,ann,2
        """,
        Files.readString(file).replace("\r\n", "\n"));
    Slice slice = Finding.slice(table, "2026-11-02");
    Csv alerts = new Csv(file.toString(), null);
    assertThrows(IOException.class, () -> alerts.replace(slice));
  }

  @Test
  void aRunThatWasOvertakenPutsNoFileInPlaceAndTakesNoneAway() throws Exception {
    Csv csv = new Csv(null, folder.toString());
    Finding one = Finding.of("1", "2026-11-01T00:00:00Z", "ann");
    csv.replace(Finding.slice(Finding.table(one), "2026-11-01"));
    String before = Files.readString(folder.resolve("2026-11-01.csv"));
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    Finding two = Finding.of("2", "2026-11-02T00:00:00Z", "bob");
    for (Finding[] found : new Finding[][] {{one, two}, {}}) {
      Slice late = Finding.slice(Finding.table(found), dates, null, Finding.lost(1));
      assertThrows(FencedException.class, () -> csv.replace(late));
    }
    assertEquals(Set.of("2026-11-01.csv"), names(folder));
    assertEquals(before, Files.readString(folder.resolve("2026-11-01.csv")));
  }

  @Test
  void writesWhereNoOtherRunWritesAndClearsWhatEarlierOnesLeft() throws Exception {
    for (String left : List.of(".alerts.csv.tmp", ".alerts.csv.2.tmp", ".alerts.csv.4.tmp")) {
      Files.writeString(folder.resolve(left), "half");
    }
    Files.writeString(folder.resolve(".other.csv.2.tmp"), "theirs");
    new Csv(folder.resolve("alerts.csv").toString(), null)
        .replace(Finding.slice(Finding.table(), Finding.dates(), null, Finding.held(3)));
    assertEquals(Set.of("alerts.csv", ".alerts.csv.4.tmp", ".other.csv.2.tmp"), names(folder));
  }

  @Test
  void keepsOneFilePerDate() throws Exception {
    Csv csv = new Csv(null, folder.resolve("dated").toString());
    Finding first = Finding.of("1", "2026-11-01T23:59:59Z", "ann");
    Finding second = Finding.of("2", "2026-11-02T00:00:00Z", "bob");
    Finding third = Finding.of("3", "2026-11-03T00:00:00Z", "eve");
    assertEquals(3, csv.replace(Finding.slice(Finding.table(first, second, third), "2026-11-03")));
    assertEquals(
        Set.of("2026-11-01.csv", "2026-11-02.csv", "2026-11-03.csv"),
        names(folder.resolve("dated")));

    Files.writeString(folder.resolve("dated/notes.csv"), "mine");
    Files.writeString(folder.resolve("dated/2020-01-01.csv"), "mine too");
    Finding changed = Finding.of("9", "2026-11-03T00:00:00Z", "eve");
    assertEquals(
        1, csv.replace(Finding.slice(Finding.table(first, changed), "2026-11-02", "2026-11-03")));

    assertEquals(
        Set.of("2026-11-01.csv", "2026-11-03.csv", "notes.csv", "2020-01-01.csv"),
        names(folder.resolve("dated")));
    String file = Files.readString(folder.resolve("dated/2026-11-03.csv"));
    assertEquals("e-9", CsvText.parse(file).get(1).get(0));
  }

  @Test
  void writesNoDateWhenTheFileOfOneIsNotOurs() throws Exception {
    Files.writeString(folder.resolve("2026-11-02.csv"), "mine");
    Csv csv = new Csv(null, folder.toString());
    Dataset<Row> table =
        Finding.table(
            Finding.of("1", "2026-11-01T00:00:00Z", "ann"),
            Finding.of("2", "2026-11-02T00:00:00Z", "bob"));
    Slice slice = Finding.slice(table, "2026-11-01", "2026-11-02");
    IOException error = assertThrows(IOException.class, () -> csv.replace(slice));
    assertTrue(
        error.getMessage().startsWith(folder + "/2026-11-02.csv is there already and is not"),
        error.getMessage());
    assertEquals(Set.of("2026-11-02.csv"), names(folder));
  }

  @Test
  void writesToAFileSystemOfHadoopThatCannotRenameOver() throws Exception {
    SharedSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .setClass("fs.bucket.impl", Bucket.class, org.apache.hadoop.fs.FileSystem.class);
    Csv csv = new Csv("bucket:" + folder + "/alerts.csv", null);
    Finding one = Finding.of("1", "2026-11-01T00:00:00Z", "ann");
    csv.replace(Finding.slice(Finding.table(one), "2026-11-01"));
    csv.replace(Finding.slice(Finding.table(), "2026-11-01"));
    assertEquals(HEADER, Files.readString(folder.resolve("alerts.csv")));
  }

  @Test
  void refusesAFileSystemThatNobodyKnows() {
    Csv csv = new Csv("nowhere://b/alerts.csv", null);
    Slice slice = Finding.slice(Finding.table(), "2026-11-01");
    IOException error = assertThrows(IOException.class, () -> csv.replace(slice));
    assertEquals(
        "nowhere://b/alerts.csv is not a path: No FileSystem for scheme \"nowhere\"",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "=1+1, '''=1+1'",
    "+41 79, '''+41 79'",
    "-1+1, '''-1+1'",
    "@cmd, '''@cmd'",
    "-5, -5",
    "-5.25, -5.25",
    "-1E-7, -1E-7",
    "-, '''-'",
    "a=1, a=1",
    "''' =1', ''''' =1'",
    "'''', ''''",
    "'\"=1\"', '\"=1\"'",
  })
  void putsAnApostropheInFrontOfFormulas(String text, String cell) {
    assertEquals(cell, CsvKind.neutralized(text));
  }

  @Test
  void needsExactlyOneOfFilenameAndFolder() {
    assertEquals(
        "filename is missing: give filename for one file, or folder for a file per date",
        assertThrows(IllegalKeyException.class, () -> Keys.checked(new Csv(null, null)))
            .getMessage());
    assertEquals(
        "folder cannot stand beside filename: give one of the two",
        assertThrows(IllegalKeyException.class, () -> Keys.checked(new Csv("a", "b")))
            .getMessage());
    assertEquals(
        "filename is empty",
        assertThrows(IllegalKeyException.class, () -> Keys.checked(new Csv(" ", null)))
            .getMessage());
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

  /** A file system that is not the local one, as far as anyone can tell. */
  public static final class Bucket extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("bucket:///");
    }

    @Override
    protected void checkPath(org.apache.hadoop.fs.Path path) {}

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      assertFalse(exists(to));
      return super.rename(from, to);
    }
  }
}
