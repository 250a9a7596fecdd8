package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LogsAsTheyAreTest extends IngestFixture {
  private IngestResult retry(Transport transport) {
    return new Ingest(warehouse, Map.of("logs", transport), Map.of(), null, NOW, true)
        .run(announced::add);
  }

  private Path logs() {
    return folder.resolve("logs");
  }

  private static Dataset<Row> rows(String sql) {
    return SharedSpark.session().sql(sql);
  }

  /** Writes rows as one Parquet file of the logs. */
  private Path parquet(String name, String sql) throws IOException {
    Path written = folder.resolve("written-" + name);
    rows(sql).coalesce(1).write().parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findAny().orElseThrow();
      return Files.move(file, logs().resolve(name));
    }
  }

  @Test
  void readsBzip2AndZstandard() throws Exception {
    byte[] text = "{\"t\":1}\n{\"t\":2}\n".getBytes(StandardCharsets.UTF_8);
    try (OutputStream out =
        new BZip2CompressorOutputStream(Files.newOutputStream(logs().resolve("a.json.bz2")))) {
      out.write(text);
    }
    try (OutputStream out =
        new ZstdOutputStreamNoFinalizer(Files.newOutputStream(logs().resolve("b.json.zst")))) {
      out.write(text);
    }
    byte[] whole = Files.readAllBytes(logs().resolve("b.json.zst"));
    Files.write(logs().resolve("c.json.zst"), Arrays.copyOf(whole, whole.length - 4));
    byte[] bzip2 = Files.readAllBytes(logs().resolve("a.json.bz2"));
    bzip2[bzip2.length / 2] ^= 0x55;
    Files.write(logs().resolve("d.json.bz2"), bzip2);
    IngestResult result = ingest(logs("*", "max_reject_share", 1.0));
    assertEquals(2L, result.counts().get("messages"));
    assertEquals(2L, result.counts().get("rejects"));
    assertEquals(
        List.of(
            "c.json.zst: the file breaks off here: its zstd data ends too early: {\"t\"",
            "d.json.bz2: the file breaks off here: its bzip2 data is damaged: "),
        rejects());
  }

  @Test
  void readsParquet() throws Exception {
    Path file =
        parquet(
            "a.parquet",
            """
            SELECT timestamp_micros(1767225600123456) AS t, 'jo' AS `user.name`, 1.50BD AS d,
              CAST('NaN' AS DOUBLE) AS n, 0.1f AS f, DATE '2026-01-02' AS day,
              array(1, null) AS list, map('k', named_struct('x', true)) AS m, X'ff00' AS b,
              CAST(null AS STRING) AS nothing, 7Y AS small,
              TIMESTAMP_NTZ '2026-01-01 00:00:00' AS local
            """);
    parquet("b.parquet", "SELECT 1767225600 AS t UNION ALL SELECT null");
    byte[] whole = Files.readAllBytes(file);
    Files.write(logs().resolve("c.parquet"), Arrays.copyOf(whole, whole.length / 2));
    assertEquals(
        "1 broken, 3 files, 2 messages, 4 records, 2 rejects",
        counts(ingest(logs("*", "format", "parquet", "max_reject_share", 1.0))));
    assertEquals(
        List.of(
            "{\"b\":\"/wA=\",\"d\":1.5,\"day\":\"2026-01-02\",\"f\":0.1,\"list\":[1,null],"
                + "\"local\":\"2026-01-01T00:00\",\"m\":{\"k\":{\"x\":true}},\"n\":\"NaN\","
                + "\"nothing\":null,\"small\":7,\"t\":\"2026-01-01T00:00:00.123456Z\","
                + "\"user.name\":\"jo\"}",
            "{\"t\":1767225600}"),
        messages("to_json(data) as data"));
    assertEquals(
        List.of(
            "b.parquet: no time at path \"t\": {\"t\":null}",
            "c.parquet: the file breaks off here: it is no whole Parquet file: "),
        rejects());
  }

  @Test
  @Tag("long")
  void readsADeltaTableAgainWhenItChanged() throws Exception {
    String table = folder.resolve("table").toString();
    rows("SELECT timestamp_micros(1500000) AS t, 'a' AS v UNION ALL SELECT"
            + " timestamp_micros(500000), 'b'")
        .write()
        .format("delta")
        .save(table);
    Transport logs = Given.files("path", table, "format", "delta", "time", "t");
    assertEquals("1 files, 2 messages, 2 records", counts(ingest(logs)));
    assertEquals("", counts(ingest(logs)));
    rows("SELECT timestamp_micros(2000000) AS t, 'c' AS v")
        .write()
        .format("delta")
        .mode("append")
        .save(table);
    assertEquals("1 files, 2 known, 1 messages, 3 records", counts(ingest(logs)));
    assertEquals(
        List.of(
            "{\"t\":\"1970-01-01T00:00:00.500000Z\",\"v\":\"b\"}",
            "{\"t\":\"1970-01-01T00:00:01.500000Z\",\"v\":\"a\"}",
            "{\"t\":\"1970-01-01T00:00:02.000000Z\",\"v\":\"c\"}"),
        messages("to_json(data) as data"));
    assertEquals(
        "transports.logs.path: %s is not a Delta table".formatted(logs()),
        assertThrows(
                IngestException.class,
                () ->
                    ingest(Given.files("path", logs().toString(), "format", "delta", "time", "t")))
            .getMessage());
  }

  @Test
  void aFileWithTooManyRejectsIsHeldBackWholeUntilItIsMendedOrAskedFor() throws Exception {
    write("good.json", "{\"t\":1,\"id\":\"x\"}", "{\"t\":2,\"id\":\"y\"}", "bad", "bad");
    write("alien.json", "{\"t\":1,\"id\":\"x\",\"v\":0}", "what?", "{\"u\":3}");
    write("mended.json", "bad");
    Transport logs = logs("*", "id", "id");
    assertEquals("1 files, 2 held, 2 messages, 4 records, 2 rejects", counts(ingest(logs)));
    List<String> known =
        List.of(
            "alien.json: held back whole: 2 of its 3 records are refused: 1 because broken JSON at"
                + " character 4, such as: what?; 1 because no time at path \"t\", such as:"
                + " {\"u\":3}:"
                + " what?",
            "good.json: broken JSON at character 3: bad",
            "good.json: broken JSON at character 3: bad");
    List<String> all = new ArrayList<>(known);
    all.add(
        "mended.json: held back whole: 1 of its 1 record is refused: 1 because broken JSON at"
            + " character 3, such as: bad: bad");
    assertEquals(all, rejects());
    assertEquals(List.of("held", "read", "held"), statuses());
    assertTrue(
        messages("source_file").stream().allMatch(file -> file.endsWith("good.json")),
        "a held file hides no message of another");

    write("mended.json", "{\"t\":3,\"id\":\"z\"}");
    assertEquals("1 files, 1 messages, 1 records", counts(ingest(logs)), "the other is left alone");
    assertEquals(known, rejects());
    assertEquals(List.of("held", "read", "read"), statuses());

    assertEquals("1 changed, 1 files, 3 records, 2 rejects", counts(retry(logs)));
    assertEquals(
        List.of(
            "alien.json: broken JSON at character 4: what?",
            "alien.json: no time at path \"t\": {\"u\":3}",
            "good.json: broken JSON at character 3: bad",
            "good.json: broken JSON at character 3: bad"),
        rejects());
    assertEquals("", counts(retry(logs)), "it is held no more");
  }

  @Test
  @Tag("long")
  void aLineThatWasBeingWrittenIsNoRejectOnceItIsWhole() throws Exception {
    Path file = write("a.json", "{\"t\":1}", "{\"t\":2}", "bad");
    String whole = Files.readString(file) + "{\"t\":86400}\n";
    Files.writeString(file, whole.substring(0, whole.length() - 4));
    assertEquals("1 files, 2 messages, 4 records, 2 rejects", counts(ingest(logs("*"))));
    assertEquals(
        List.of(
            "a.json: broken JSON at character 3: bad",
            "a.json: the last line has no end yet: broken JSON: it ends too early: {\"t\":864"),
        rejects());
    Files.writeString(file, whole.stripTrailing());
    assertEquals("1 files, 2 known, 1 messages, 4 records, 1 rejects", counts(ingest(logs("*"))));
    assertEquals(List.of("a.json: broken JSON at character 3: bad"), rejects());
  }

  @Test
  void aSampleWritesNothing() throws Exception {
    write("a.json", "{\"t\":1}", "{\"t\":2}", "{\"t\":3}", "{\"t\":4}");
    try (Sample sample = sample(new Sample.Bounds(1 << 20, 3))) {
      assertEquals(3, sample.messages().count());
      assertEquals(1, sample.cut());
    }
    assertEquals(0, warehouse.read(Table.MESSAGES).count());
  }

  @Test
  @Tag("long")
  void aSampleIsOfTheNewestFilesThatFit() throws Exception {
    for (int day = 1; day <= 3; day++) {
      Path file = write(day + ".json", "{\"t\":%d}".formatted(day * 86_400));
      Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(day)));
    }
    try (Sample sample = sample(new Sample.Bounds(26, 10))) {
      assertEquals(
          List.of("1970-01-03", "1970-01-04"),
          sample.messages().selectExpr("string(event_date)").collectAsList().stream()
              .map(row -> row.getString(0))
              .sorted()
              .toList());
      assertEquals(2, sample.looked());
      assertEquals(1, sample.leftOut());
      assertEquals(0, sample.cut());
    }
  }

  private Sample sample(Sample.Bounds bounds) {
    return Sample.of(warehouse, "logs", logs("*"), null, null, NOW, bounds);
  }

  @Test
  @Tag("long")
  void aFileThatDisappearsDoesNotStopTheRest() throws Exception {
    Path gone = write("a.json", "{\"t\":1}");
    write("b.json", "{\"t\":2}");
    dev.nightwarden.ingest.LogFiles logs = logs("*");
    Transport vanishing =
        new Transport() {
          @Override
          public RecordSettings record() {
            return logs.record();
          }

          @Override
          public RawRecords read(Reading reading) {
            RawRecords raw = logs.read(reading);
            try {
              Files.deleteIfExists(gone);
            } catch (IOException impossible) {
              throw new IllegalStateException(impossible);
            }
            return raw;
          }
        };
    assertEquals("2 files, 1 gone, 1 messages, 1 records", counts(ingest(vanishing)));
    assertEquals(1, warehouse.read(Table.FILES).count(), "what is gone was not read");
  }

  @Test
  @Tag("long")
  void readsFoldersByDateAndManySmallFiles() throws Exception {
    for (int i = 0; i < 150; i++) {
      write("2026-01-%02d/%d.json".formatted(i % 9 + 1, i), "{\"t\":%d}".formatted(i + 1));
    }
    assertEquals("150 files, 150 messages, 150 records", counts(ingest(logs(""))));
    write("2026-01-10/new.json", "{\"t\":151}");
    assertEquals("1 files, 1 messages, 1 records", counts(ingest(logs(""))));
  }

  /** Half of a file under its own name, as a copy that was cut off leaves it. */
  private byte[] cut(String name) throws IOException {
    byte[] whole = Files.readAllBytes(logs().resolve(name));
    Files.write(logs().resolve(name), Arrays.copyOf(whole, whole.length * 2 / 3));
    return whole;
  }

  @Test
  @Tag("long")
  void aFileThatBreaksOffIsNamedAndReadWhenItIsWhole() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"t\":%d,\"x\":\"%s\"}\n".formatted(i + 1, Integer.toHexString(i * 7919)));
    }
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(logs().resolve("a.json.gz")))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = cut("a.json.gz");
    write("b.json", "{\"t\":1,\"x\":\"whole\"}");

    IngestResult result = ingest(logs("*"));

    long read = result.counts().get("messages");
    assertTrue(read > 1_000 && read < 20_000, counts(result));
    assertEquals(
        "1 broken, 2 files, %d messages, %d records, 1 rejects".formatted(read, read + 1),
        counts(result));
    assertTrue(
        rejects().get(0).startsWith("a.json.gz: the file breaks off here: its gzip data ends"),
        rejects().get(0));
    assertEquals(List.of("broken", "read"), statuses());
    assertEquals("", counts(ingest(logs("*"))), "it is left alone until it changes");

    Files.write(logs().resolve("a.json.gz"), whole);
    result = ingest(logs("*"));
    assertEquals(20_001 - read, result.counts().get("messages"), counts(result));
    assertEquals(List.of(), rejects());
    assertEquals(List.of("read", "read"), statuses());
  }

  @Test
  @Tag("long")
  void aParquetFileThatIsNotWholeIsHeldBack() throws Exception {
    String row = "SELECT id + 1 AS t, uuid() AS x FROM range(1000)";
    parquet("a.parquet", row);
    parquet("b.parquet", row);
    parquet("c.parquet", row);
    byte[] whole = cut("a.parquet");
    byte[] damaged = Files.readAllBytes(logs().resolve("c.parquet"));
    Arrays.fill(damaged, 40, 4_000, (byte) 7);
    Files.write(logs().resolve("c.parquet"), damaged);
    Transport logs = logs("*", "format", "parquet");

    assertEquals("1 files, 2 held, 1000 messages, 1000 records", counts(ingest(logs)));
    assertEquals(
        List.of(
            "a.parquet: held back whole: 1 of its 1 record is refused: 1 because the file"
                + " breaks off"
                + " here: it is no whole Parquet file: ",
            "c.parquet: held back whole: 1 of its 1 record is refused: 1 because the file"
                + " breaks off"
                + " here: it is no whole Parquet file: "),
        rejects());

    assertEquals("2 broken, 2 files, 2 records, 2 rejects", counts(retry(logs)));
    assertEquals(
        List.of(
            "a.parquet: the file breaks off here: it is no whole Parquet file: ",
            "c.parquet: the file breaks off here: it is no whole Parquet file: "),
        rejects());
    Files.write(logs().resolve("a.parquet"), whole);
    assertEquals("1 files, 1000 messages, 1000 records", counts(ingest(logs)));
  }

  private List<String> statuses() {
    return warehouse.read(Table.FILES).orderBy("path").select("status").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
