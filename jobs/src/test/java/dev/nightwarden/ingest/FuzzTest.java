package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.nightwarden.ingest.RecordParser.Parsed;
import dev.nightwarden.pseudonym.PseudonymSettings;
import dev.nightwarden.pseudonym.Pseudonyms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.reflect.ClassTag;

/**
 * Whatever bytes are in a file, reading it ends, and each record becomes a message or a reject with
 * its reason. The same seed gives the same bytes.
 */
class FuzzTest {
  private static final int RECORDS = 20_000;
  private static final int RECORDS_OF_A_FILE = 200;

  /** A document that is broken takes the rest of its file with it. */
  private static final int DOCUMENTS_OF_A_FILE = 20;

  private static final int MAX_BYTES = 4_096;
  private static final long MODIFIED = 1_741_000_000_000L;
  private static final Instant NOW = Instant.parse("2025-03-05T00:00:00Z");

  /** A reader, and a record as it should be. */
  private enum Kind {
    JSON_LINES(
        "{\"time\":\"2025-03-01T10:00:00Z\",\"user\":\"ann\",\"n\":17,\"deep\":{\"a\":[1,null]}}"),
    JSON_DOCUMENTS("{\"time\": \"2025-03-01T10:00:00Z\",\n \"user\": \"ann\", \"n\": 1.5e3}"),
    JSON_RECORDS("{\"v\":1,\"Records\":[{\"time\":1740823200,\"user\":\"ann\",\"n\":3}]}"),
    CSV("2025-03-01T10:00:00Z,\"ann, the \"\"first\"\"\",17,"),
    CSV_WITHOUT_QUOTES("1740823200.123456\tann\t17\t-"),
    REGEX("2025-03-01T10:00:00Z ann did 17 things"),
    REGEX_SKIPPING("2025-03-01T10:00:00Z ann did 17 things"),
    SYSLOG("Mar  1 10:00:00 host sshd[17]: Failed password for ann");

    private final String record;

    Kind(String record) {
      this.record = record;
    }

    private Object[] keys() {
      return switch (this) {
        case JSON_LINES -> new Object[] {"format", "json"};
        case JSON_DOCUMENTS -> new Object[] {"format", "json", "document", true};
        case JSON_RECORDS -> new Object[] {"format", "json", "records", "Records"};
        case CSV -> new Object[] {"format", "csv", "header", true};
        case CSV_WITHOUT_QUOTES ->
            new Object[] {
              "format",
              "csv",
              "delimiter",
              "\t",
              "quote",
              "",
              "comment",
              "#",
              "header_comment",
              "#fields"
            };
        case REGEX ->
            new Object[] {
              "format",
              "regex",
              "pattern",
              "^(?<time>\\S+) (?<user>(?:[^\" ]|\\\\.)*) did (?<n>\\d+)(?<rest> .*)?$"
            };
        case REGEX_SKIPPING ->
            new Object[] {
              "format",
              "regex",
              "unmatched",
              "skip",
              "pattern",
              "(?<time>\\d{4}-\\S+) (?<user>\\w+)"
            };
        case SYSLOG ->
            new Object[] {
              "format",
              "regex",
              "time_format",
              "syslog",
              "pattern",
              "^(?<time>\\w{3} [ \\d]\\d [\\d:]{8}) (?<host>\\S+) (?<rest>.*)$"
            };
      };
    }

    LogFiles files() {
      List<Object> all = new ArrayList<>(List.of(keys()));
      all.addAll(List.of("path", "/logs", "time", "time", "max_bytes", MAX_BYTES));
      all.addAll(List.of("types", Map.of("n", "double"), "rename", Map.of("who", "user")));
      return Given.files(all.toArray());
    }

    /** What a file begins with. */
    String head() {
      return switch (this) {
        case CSV -> "time,user,n,rest\n";
        case CSV_WITHOUT_QUOTES -> "#separator \\x09\n#fields\ttime\tuser\tn\trest\n";
        default -> "";
      };
    }

    boolean isOfDocuments() {
      return this == JSON_DOCUMENTS || this == JSON_RECORDS;
    }
  }

  /** What an executor has of the driver, without either. */
  private static final class Local extends Broadcast<SerializableConfiguration> {
    private static final long serialVersionUID = 1L;

    private final transient SerializableConfiguration conf =
        new SerializableConfiguration(new Configuration(false));

    Local() {
      super(0, ClassTag.apply(SerializableConfiguration.class));
    }

    @Override
    public SerializableConfiguration getValue() {
      return conf;
    }

    @Override
    public void doUnpersist(boolean blocking) {}

    @Override
    public void doDestroy(boolean blocking) {}
  }

  @TempDir static Path folder;

  @ParameterizedTest
  @EnumSource
  void eachRecordBecomesAMessageOrARejectWithItsReason(Kind kind) throws Exception {
    Random random = new Random(kind.name().hashCode());
    RecordParser parser = new RecordParser(kind.files().record(), NOW, Duration.ZERO, null);
    RecordParser hiding =
        new RecordParser(
            kind.files().record(),
            NOW,
            Duration.ZERO,
            null,
            new Pseudonyms(
                new PseudonymSettings("0123456789abcdef", List.of()), List.of("user", "host")));
    Set<String> reasons = new TreeSet<>();
    Counts all = new Counts();
    int ofAFile = kind.isOfDocuments() ? DOCUMENTS_OF_A_FILE : RECORDS_OF_A_FILE;
    for (int file = 0; file < RECORDS / ofAFile; file++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes((kind.head() + kind.record + '\n').getBytes(StandardCharsets.UTF_8));
      for (int i = 1; i < ofAFile; i++) {
        bytes.writeBytes(mutated(kind.record.getBytes(StandardCharsets.UTF_8), random));
        bytes.write('\n');
      }
      Counts counts = read(kind, bytes.toByteArray(), parser);
      if (file % 10 == 0) {
        assertEquals(counts, read(kind, bytes.toByteArray(), parser), "the same twice");
        Counts hidden = read(kind, bytes.toByteArray(), hiding);
        assertEquals(counts.messages, hidden.messages, "with names hidden");
        assertEquals(counts.rejects, hidden.rejects, "with names hidden");
        hidden.seen.stream()
            .filter(seen -> seen.reason() != null)
            .forEach(seen -> reasons.add(seen.reason().replaceAll("[0-9]+", "0")));
      }
      all.add(counts);
    }
    assertTrue(all.messages > RECORDS / 100, kind + ": " + all);
    assertTrue(reasons.size() < 20, () -> "they tell of records: " + reasons);
    assertTrue(all.rejects + all.skipped > RECORDS / 100, kind + ": " + all);
    long records = all.messages + all.rejects + all.skipped;
    if (kind == Kind.JSON_LINES) {
      assertTrue(records >= all.lines, "a line may hold several objects: " + all);
    } else if (!kind.isOfDocuments() && kind != Kind.CSV && kind != Kind.CSV_WITHOUT_QUOTES) {
      assertEquals(all.lines, records, kind + ": " + all);
    }
  }

  /** Good records after a line feed are read whatever stands in the lines before. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"JSON_LINES", "CSV", "CSV_WITHOUT_QUOTES", "REGEX", "SYSLOG"})
  void aMutatedRecordHidesNoneAfterIt(Kind kind) throws Exception {
    Random random = new Random(kind.name().hashCode() + 1L);
    RecordParser parser = new RecordParser(kind.files().record(), NOW, Duration.ZERO, null);
    String good = (kind.record + "\n").repeat(3);
    for (int i = 0; i < 200; i++) {
      byte[] one = mutated(kind.record.getBytes(StandardCharsets.UTF_8), random);
      if (new String(one, StandardCharsets.ISO_8859_1).contains("#")) {
        continue;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes((kind.head() + kind.record + '\n').getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(one);
      bytes.write('\n');
      bytes.writeBytes(good.getBytes(StandardCharsets.UTF_8));
      Counts counts = read(kind, bytes.toByteArray(), parser);
      // A quote that opens in the record may close in the next, which then is part of it.
      int least = 1 + (kind == Kind.CSV ? 1 : 3);
      assertTrue(
          counts.messages >= least,
          () -> counts + " of " + new String(one, StandardCharsets.ISO_8859_1));
    }
  }

  private record Seen(String kind, String reason, String key) {}

  /** What became of a file. */
  private static final class Counts {
    private final List<Seen> seen = new ArrayList<>();
    private long rows;
    private long messages;
    private long rejects;
    private long skipped;
    private long lines;

    void add(Counts other) {
      rows += other.rows;
      messages += other.messages;
      rejects += other.rejects;
      skipped += other.skipped;
      lines += other.lines;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Counts counts
          && seen.equals(counts.seen)
          && skipped == counts.skipped;
    }

    @Override
    public int hashCode() {
      return seen.hashCode();
    }

    @Override
    public String toString() {
      return "%d rows, %d messages, %d rejects, %d skipped, %d lines"
          .formatted(rows, messages, rejects, skipped, lines);
    }
  }

  private static Counts read(Kind kind, byte[] bytes, RecordParser parser) throws IOException {
    Counts counts = new Counts();
    counts.lines = lines(bytes);
    Path path = java.nio.file.Files.write(folder.resolve(kind.name()), bytes);
    SourceFile file = new SourceFile(path.toString(), bytes.length, MODIFIED);
    Iterator<Row> rows =
        new SliceReader(kind.files(), new Local())
            .read(List.of(new FileSlice(file, 0, Long.MAX_VALUE)));
    while (rows.hasNext()) {
      Row row = rows.next();
      counts.rows++;
      assertTrue(counts.rows <= bytes.length + 2L, "there is no end");
      String what = row.getString(at("kind"));
      String record = row.getString(at("record"));
      assertEquals(file.path(), row.getString(at("source_file")));
      switch (what) {
        case RawRecords.SKIPPED -> counts.skipped += row.getLong(at("lines"));
        case RawRecords.REFUSED ->
            count(parser.reject(file.path(), record, row.getString(at("reason"))), counts);
        case RawRecords.RECORD -> {
          assertTrue(record.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES, "is too long");
          String data = row.getString(at("data"));
          count(parser.parse(file.path(), MODIFIED, record, data, null, null), counts);
        }
        default -> fail(what + " is neither a record nor a refused one");
      }
    }
    assertFalse(rows.hasNext(), "the end stays the end");
    assertEquals(counts.rows, counts.messages + counts.rejects + (counts.skipped > 0 ? 1 : 0));
    return counts;
  }

  private static int at(String column) {
    return RawRecords.SCHEMA.fieldIndex(column);
  }

  private static void count(Parsed parsed, Counts counts) {
    assertNotNull(parsed.key());
    counts.seen.add(new Seen(parsed.kind(), parsed.reason(), parsed.key()));
    if (parsed.kind().equals(RecordParser.REJECT)) {
      counts.rejects++;
      assertFalse(parsed.reason().isBlank(), "a reject says why");
      assertTrue(parsed.reason().length() < 1_000, parsed.reason());
      assertFalse(parsed.reason().matches("(?s).*[\\p{Cntrl}&&[^\t]].*"), parsed.reason());
      assertFalse(parsed.reason().contains("Exception"), parsed.reason());
      assertNull(parsed.data());
    } else {
      counts.messages++;
      assertEquals(RecordParser.MESSAGE, parsed.kind());
      assertNull(parsed.reason());
      assertTrue(parsed.data().toString().startsWith("{"), parsed.data()::toString);
      assertTrue(Math.abs(parsed.micros()) < 253_402_300_800_000_000L, "a year of four digits");
    }
  }

  /** Lines that are not blank. */
  private static long lines(byte[] bytes) {
    return Arrays.stream(new String(bytes, StandardCharsets.ISO_8859_1).split("\n"))
        .filter(line -> !line.matches("[ \t\r]*"))
        .count();
  }

  private static final String[] PIECES = {
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    "\r\n",
    "\t",
    "#",
    "#fields\t",
    "null",
    "NaN",
    "-",
    "1e999",
    "-0",
    "0x10",
    "9223372036854775808",
    "\u0000",
    "\u001b[31m",
    "\u202e",
    "\ufeff",
    "\ud83d\ude80",
    "\\ud800",
    "\\u0000",
    "2025-02-30T25:61:61Z",
    "0001-01-01T00:00:00Z",
    "+999999999-12-31T00:00:00Z",
    "Feb 30 24:60:60",
    "99999999999999999999",
    "__proto__",
    " ",
    "{\"a\":",
    "[[[[[[[[",
    "\"\"",
    "'",
    ";",
    "%s",
    "${PATH}",
    "=1+1",
    "<script>"
  };

  /** A record with up to eight changes; one in ten is left as it is. */
  private static byte[] mutated(byte[] record, Random random) {
    byte[] bytes = record;
    for (int change = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(8); change > 0; change--) {
      int at = random.nextInt(bytes.length + 1);
      int upTo = Math.min(bytes.length, at + 1 + random.nextInt(6));
      bytes =
          switch (random.nextInt(9)) {
            case 0 -> spliced(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
            case 1 -> spliced(bytes, at, upTo, new byte[0]);
            case 2 -> spliced(bytes, at, upTo, new byte[] {(byte) (128 + random.nextInt(128))});
            case 3 -> spliced(bytes, at, at, bytes);
            case 4 -> spliced(bytes, at, bytes.length, new byte[0]);
            case 5 ->
                spliced(
                    bytes,
                    at,
                    at,
                    piece(random).repeat(random.nextInt(60)).getBytes(StandardCharsets.UTF_8));
            default -> spliced(bytes, at, upTo, piece(random).getBytes(StandardCharsets.UTF_8));
          };
      if (bytes.length > 3 * MAX_BYTES) {
        break;
      }
    }
    return bytes;
  }

  private static String piece(Random random) {
    return PIECES[random.nextInt(PIECES.length)];
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
