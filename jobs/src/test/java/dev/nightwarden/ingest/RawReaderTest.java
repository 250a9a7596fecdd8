package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What the readers make of bytes: one line a row, its data or the record, or why not. */
class RawReaderTest {
  private static final SourceFile FILE = new SourceFile("/logs/a", 0, 0);
  private static final UnpackLimits LIMITS = new UnpackLimits(1L << 30, 1e9);

  private static List<String> read(RawReader reader) throws IOException {
    List<String> rows = new ArrayList<>();
    try (reader) {
      reader.forEachRemaining(row -> rows.add(told(row)));
    }
    return rows;
  }

  private static String told(Row row) {
    String record = row.getString(3);
    return switch (row.getString(0)) {
      case "record" -> row.isNullAt(4) ? record : row.getString(4);
      case "refused" ->
          row.getString(7) + ": " + record.substring(0, Math.min(30, record.length()));
      default -> row.getString(0) + " " + row.getLong(8);
    };
  }

  private static Bytes bytes(String text) {
    return new Bytes(new ByteArrayInputStream(latin(text)), 0);
  }

  /** The text's bytes, where characters up to ff are taken for bytes. */
  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> lines(String text) throws IOException {
    return read(new LineReader(FILE, bytes(text), false, Long.MAX_VALUE, 40, null, false));
  }

  private static List<String> csv(String text) throws IOException {
    return read(new CsvReader(FILE, bytes(text), ',', '"', true, List.of(), 60));
  }

  private static List<String> documents(String text, String records) throws IOException {
    return read(new DocumentReader(FILE, new ByteArrayInputStream(latin(text)), records, 100));
  }

  @Test
  void readsLineByLine() throws Exception {
    assertEquals(List.of("{1}", "{2}", "{\"3\":0}"), lines("{1}\n\r\n{2}\r\n  \n{\"3\":0}"));
    assertEquals(List.of("{1}"), lines("\u00ef\u00bb\u00bf{1}\n"), "after a byte order mark");
    assertEquals(List.of(), lines(""));
    assertEquals(List.of("\u00e9"), lines("\u00c3\u00a9\n"));
  }

  @Test
  void refusesLinesThatAreTooLongOrNotText() throws Exception {
    assertEquals(
        List.of(
            "ok",
            "41 bytes, longer than max_bytes: " + "x".repeat(30),
            Gathered.NOT_TEXT + ": a\ufffdb",
            "y".repeat(40)),
        lines("ok\n" + "x".repeat(41) + "\na\u00ffb\n" + "y".repeat(40) + "\n"));
    assertEquals(
        List.of("1000000 bytes, longer than max_bytes: " + "x".repeat(30), "ok"),
        lines("x".repeat(1_000_000) + "\nok\n"));
  }

  @Test
  void marksWhatMayStillBeWritten() throws Exception {
    assertEquals(
        List.of("{\"a\":1}", "the last line has no end yet: broken JSON: it ends too early: {\"a"),
        lines("{\"a\":1}\n{\"a"));
    assertEquals(List.of("the last line has no end yet: 1 columns, expected 2: 1"), csv("a,b\n1"));
    assertEquals(
        List.of("the last line has no end yet: a quote in column 2 is not closed: 1,\"x"),
        csv("a,b\n1,\"x"));
  }

  @Test
  void aLineBelongsToTheSliceThatItStartsIn() throws Exception {
    String text = "one\ntwo\r\n\nthree\nfour five six\n7";
    List<String> whole = lines(text);
    assertEquals(List.of("one", "two", "three", "four five six", "7"), whole);
    for (int cut = 1; cut < text.length(); cut++) {
      for (int second = cut + 1; second <= text.length(); second++) {
        List<String> together = new ArrayList<>();
        long[] cuts = {0, cut, second, text.length() + 1};
        for (int i = 0; i < 3; i++) {
          long from = Math.max(0, cuts[i] - 1);
          byte[] rest = latin(text.substring((int) Math.min(from, text.length())));
          Bytes bytes = new Bytes(new ByteArrayInputStream(rest), from);
          together.addAll(read(new LineReader(FILE, bytes, i > 0, cuts[i + 1], 40, null, false)));
        }
        assertEquals(whole, together, "cut at %d and %d".formatted(cut, second));
      }
    }
  }

  @Test
  void takesLinesApartByAPattern() throws Exception {
    LinePattern pattern = new LinePattern("(?<a>\\d)");
    String text = "x1\nnone\n2\nnor here\n";
    assertEquals(
        List.of(
            "{\"a\":\"1\",\"raw\":\"x1\"}",
            "the pattern does not match: none",
            "{\"a\":\"2\",\"raw\":\"2\"}",
            "the pattern does not match: nor here"),
        read(new LineReader(FILE, bytes(text), false, Long.MAX_VALUE, 40, pattern, false)));
    assertEquals(
        List.of("{\"a\":\"1\",\"raw\":\"x1\"}", "{\"a\":\"2\",\"raw\":\"2\"}", "skipped 2"),
        read(new LineReader(FILE, bytes(text), false, Long.MAX_VALUE, 40, pattern, true)));
  }

  @Test
  void readsCsvWithAHeader() throws Exception {
    assertEquals(
        List.of(
            "{\"id\":\"1\",\"name\":\"Jo, \\\"the\\\" one\",\"at\":null}",
            "{\"id\":\"2\",\"name\":\"two\\nlines\",\"at\":\"x\"}",
            "{\"id\":\"3\",\"name\":null,\"at\":\"a\\\"b\"}"),
        csv("id,name,at\r\n1,\"Jo, \"\"the\"\" one\",\r\n\r\n2,\"two\nlines\",x\n3,\"\",a\"b"));
    assertEquals(List.of("{\"a\":\"1\"}"), csv("\u00ef\u00bb\u00bfa\n1\n"));
    assertEquals(List.of(), csv("a,b\n"));
    assertEquals(List.of(), csv(""));
  }

  @Test
  void readsCsvWithNamedColumns() throws Exception {
    List<String> columns = List.of("x", "y");
    assertEquals(
        List.of("{\"x\":\"1\",\"y\":\"'2'\"}", "{\"x\":\"3\",\"y\":\"4\"}"),
        read(new CsvReader(FILE, bytes("1\t'2'\n3\t4"), '\t', '"', false, columns, 60)));
    assertEquals(
        List.of("{\"x\":\"3\",\"y\":\"4;\"}"),
        read(new CsvReader(FILE, bytes("a;b;c\n3;'4;'"), ';', '\'', true, columns, 60)));
    assertEquals(
        List.of("{\"x\":\"\\\"3\",\"y\":\"4\"}"),
        read(new CsvReader(FILE, bytes("\"3,4"), ',', CsvReader.NO_QUOTE, false, columns, 60)));
  }

  @Test
  void aColumnWithoutANameGetsOne() throws Exception {
    assertEquals(List.of("{\"column_1\":\"0\",\"a\":\"1\",\"column_3\":null}"), csv(",a,\n0,1,\n"));
    assertEquals(List.of("{\"column_1_\":\"0\",\"column_1\":\"1\"}"), csv(",column_1\n0,1\n"));
    assertEquals(
        List.of("no header: it names no column; name them with columns: ,"), csv(",\n1,2\n"));
    assertEquals(List.of("{\"a\":\"1\",\"a\":\"2\"}"), csv("a,a\n1,2\n"), "see duplicate_keys");
  }

  @Test
  void aFirstLineMayNameTheDelimiter() throws Exception {
    for (String first :
        List.of("sep=;\r\n", "SEP=;\n", "\"sep=;\"\n", "\u00ef\u00bb\u00bfsep=;\n")) {
      assertEquals(List.of("{\"a\":\"1,5\",\"b\":\"2\"}"), csv(first + "a;b\r\n1,5;2\r\n"), first);
    }
    assertEquals(List.of("{\"a\":\"1\"}"), csv("sep=\t\na\n1\n"));
    assertEquals(List.of("{\"sep=;x\":\"1\"}"), csv("sep=;x\n1\n"));
    assertEquals(List.of("{\"sep=\":\"1\"}"), csv("sep=\n1\n"));
    assertEquals(List.of(), csv("sep=;"));
    assertEquals(List.of("{\"s\":\"1\"}"), csv("s\n1"));
  }

  @Test
  void aCharacterMayEscapeQuotesAndDelimiters() throws Exception {
    String text =
        "a,b\n\"x \\\"y\\\" \\\\\",C:\\temp\nx\\,y,\\\"\n\"C:\\new\\\\\",1\\\n2\n\"q\"\"q\",\\";
    assertEquals(
        List.of(
            "{\"a\":\"x \\\"y\\\" \\\\\",\"b\":\"C:\\\\temp\"}",
            "{\"a\":\"x,y\",\"b\":\"\\\"\"}",
            "{\"a\":\"C:\\\\new\\\\\",\"b\":\"1\\n2\"}",
            "{\"a\":\"q\\\"q\",\"b\":\"\\\\\"}"),
        read(new CsvReader(FILE, bytes(text), ',', '"', true, List.of(), 60).escapedBy('\\')));
    assertEquals(
        List.of("text after a closing quote in column 1: \"x \\\"y\\\"\",z"),
        csv("a,b\n\"x \\\"y\\\"\",z\n"));
  }

  /** As Zeek's logs and those of the W3C's extended format do. */
  @Test
  void whatTheFileSaysStandsForNoValueIsNone() throws Exception {
    assertEquals(
        List.of("{\"a\":null,\"b\":null,\"c\":\"- -\"}"),
        read(
            new CsvReader(
                FILE,
                bytes("#empty_field\t(empty)\n#unset_field\t-\n-\t(empty)\t- -\n"),
                '\t',
                CsvReader.NO_QUOTE,
                false,
                List.of("a", "b", "c"),
                60,
                new Comments("#", null))));
    Placeholders w3c = new Placeholders();
    assertEquals(false, w3c.holds("-"));
    w3c.learn("#Fields: date time cs-username");
    assertEquals(true, w3c.holds("-"));
  }

  @Test
  void readsBackWhatAnyWriterWrites() throws Exception {
    Random random = new Random(7);
    String[] pieces = {"a", "\"", "\"\"", ",", "\n", "\r\n", " ", "\r", "'"};
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder("x,y,z\r\n");
      List<String> expected = new ArrayList<>();
      for (int row = 0; row < 5; row++) {
        StringBuilder json = new StringBuilder("{");
        for (int column = 0; column < 3; column++) {
          StringBuilder cell = new StringBuilder();
          for (int i = random.nextInt(4); i > 0; i--) {
            cell.append(pieces[random.nextInt(pieces.length)]);
          }
          String value = cell.toString();
          LinePattern.append(
              json,
              JsonStringEncoder.getInstance(),
              "xyz".substring(column, column + 1),
              value.isEmpty() ? null : value);
          text.append(column == 0 ? "" : ",")
              .append('"')
              .append(value.replace("\"", "\"\""))
              .append('"');
        }
        expected.add(json.append('}').toString());
        text.append(row < 4 || random.nextBoolean() ? "\r\n" : "");
      }
      assertEquals(expected, csv(text.toString()), text.toString());
    }
  }

  @Test
  void refusesCsvRecordsThatDoNotFit() throws Exception {
    assertEquals(
        List.of(
            "1 columns, expected 2: 1",
            "3 columns, expected 2: 1,2,",
            Gathered.NOT_TEXT + ": 1,\ufffd",
            "74 bytes, longer than max_bytes: 1," + "z".repeat(28),
            "{\"a\":\"3\",\"b\":\"4\"}"),
        csv("a,b\n1\n1,2,\n1,\u00ff\n1," + "z".repeat(72) + "\n3,4\n"));
  }

  @Test
  void aStrayQuoteHidesNothingAfterIt() throws Exception {
    assertEquals(
        List.of("a quote in column 2 is not closed: 1,\"open", "{\"a\":\"2\",\"b\":\"x\"}"),
        csv("a,b\n1,\"open\n2,x\n"));
    assertEquals(
        List.of(
            "text after a closing quote in column 2: 1,\"open",
            "{\"a\":\"2\",\"b\":\"x\"}",
            "{\"a\":\"3\",\"b\":\"y\"}"),
        csv("a,b\n1,\"open\n2,x\n3,\"y\"\n"));
    StringBuilder many = new StringBuilder("a,b\n1,\"open\n");
    for (int i = 0; i < 1_000; i++) {
      many.append(i).append(",x\n");
    }
    List<String> rows = csv(many.toString());
    assertEquals("a quote in column 2 is not closed: 1,\"open", rows.get(0));
    assertEquals(1_001, rows.size());
  }

  @Test
  void anOpenQuoteHidesNothingWhereverTheBoundFalls() throws Exception {
    for (int length = 40; length < 80; length++) {
      List<String> rows = csv("a,b\n1,\"" + "z".repeat(length) + "\n2,x\n3,y\n");
      assertEquals(
          List.of("{\"a\":\"2\",\"b\":\"x\"}", "{\"a\":\"3\",\"b\":\"y\"}"),
          rows.subList(1, rows.size()),
          "a cell of " + length);
    }
  }

  private static List<String> zeek(String text) throws Exception {
    return read(
        new CsvReader(
            FILE,
            bytes(text),
            '\t',
            CsvReader.NO_QUOTE,
            false,
            List.of(),
            60,
            new Comments("#", "#fields")));
  }

  @Test
  void passesOverCommentsAndTakesTheColumnsFromTheOneThatNamesThem() throws Exception {
    assertEquals(
        List.of(
            "{\"ts\":\"1\",\"id.orig_h\":\"a\"}",
            "{\"ts\":\"2\",\"id.orig_h\":\"\\\"b#\"}",
            "{\"x\":\"3\"}"),
        zeek(
            "#separator \\x09\n#fields\tts\tid.orig_h\r\n#types\ttime\taddr\n1\ta\n\n#open\t"
                + "y".repeat(500)
                + "\n2\t\"b#\n#close\n#fields\tx\n3\n#close"));
    assertEquals(List.of(), zeek("#fields\ta\n"));
    assertEquals(List.of(), zeek("#"));
  }

  @Test
  void refusesRecordsThatNoCommentNamesTheColumnsOf() throws Exception {
    assertEquals(
        List.of(
            "no line before it begins with #fields: 1\ta",
            "{\"x\":\"2\"}",
            "{\"y\":\"3\",\"y\":\"4\"}",
            "2 columns, expected 1: 5\t6"),
        zeek("#field\tx\n1\ta\n#fields\tx\n2\n#fields\ty\ty\n3\t4\n#fields\tz\n5\t6\n"));
    assertEquals(
        List.of(
            "{\"x\":\"1\"}",
            "not text in the file's encoding (UTF-8, unless encoding names another): #fields\t\ufffd",
            "no line before it begins with #fields: 2"),
        zeek("#fields\tx\n1\n#fields\t\u00ff\n2\n"));
    String wide = "#fields\t" + "c\t".repeat(60) + "\n1\n";
    assertEquals(
        List.of(
            "128 bytes, longer than max_bytes: " + wide.substring(0, 30),
            "no line before it begins with #fields: 1"),
        zeek(wide));
  }

  @Test
  void commentsStandBeforeAHeaderAndNeverInsideQuotes() throws Exception {
    assertEquals(
        List.of("{\"a\":\"1\",\"b\":\"x\\n#y\"}", "{\"a\":\"2\",\"b\":\"#z\"}"),
        read(
            new CsvReader(
                FILE,
                bytes("#made today\na,b\n# one\n1,\"x\n#y\"\n#two\n2,#z\n"),
                ',',
                '"',
                true,
                List.of(),
                60,
                new Comments("#", null))));
  }

  @Test
  void readsDocumentsThatSpanLines() throws Exception {
    assertEquals(
        List.of("{\"a\":[1,{}],\"b\":\"x\"}", "{\"a\":1.50}", "5"),
        documents("{\"a\" : [1, {}],\n \"b\":\"x\"}\n{\"a\":1.50} 5", null));
    assertEquals(List.of("{\"a\":1}", "[2]"), documents("[{\"a\":1},\n[2]]", null));
    assertEquals(List.of(), documents(" \n", null));
  }

  @Test
  void readsTheRecordsInsideADocument() throws Exception {
    assertEquals(
        List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":3}"),
        documents(
            "{\"v\":[{\"Records\":0}],\"Records\":[{\"a\":1},{\"a\":2}],\"w\":{}}{\"Records\":[{\"a\":3}]}",
            "Records"));
    assertEquals(
        List.of("1", "2", "3"),
        documents("[{\"r\":{\"s\":[1,2]}},{\"r.s\":[3]},{\"r\":{\"s\":[]}}]", "r.s"));
  }

  @Test
  void refusesDocumentsWithoutTheirRecords() throws Exception {
    assertEquals(
        List.of(
            "no array at path \"Records\": {\"records\":[]} {\"Records\":{\"a\"",
            "no array at path \"Records\": {\"records\":[]} {\"Records\":{\"a\"",
            "1"),
        documents("{\"records\":[]} {\"Records\":{\"a\":1}} {\"Records\":[1]}", "Records"));
  }

  @Test
  void aBrokenDocumentGivesWhatComesBefore() throws Exception {
    assertEquals(
        List.of("{\"a\":1}", "the file breaks off here: broken JSON in line 2, column 6: {"),
        documents("{\"Records\":[{\"a\":1},\n{\"a\":]}", "Records"));
    assertEquals(
        List.of("the file breaks off here: broken JSON in line 1, column 2: {"),
        documents("{x}", null));
  }

  @Test
  void refusesElementsThatAreTooLongOrNotText() throws Exception {
    assertEquals(
        List.of(
            "{\"a\":1}",
            "longer than max_bytes: {\"a\":\"" + "x".repeat(24),
            Gathered.NOT_TEXT + ": {\"a\":\"\udc80\"}",
            "{\"a\":\"\ud83d\udc80\"}"),
        documents(
            "[{\"a\":1},{\"a\":\""
                + "x".repeat(200)
                + "\"},{\"a\":\"\u00ff\"},"
                + "{\"a\":\"\u00f0\u009f\u0092\u0080\"}]",
            null));
  }

  /** Whoever can write one record must not be able to hide those after it. */
  @Test
  void anElementBeyondAllBoundsHidesNothingAfterIt() throws Exception {
    for (String huge :
        List.of(
            "{\"" + "k".repeat(100_000) + "\":1}",
            "1".repeat(5_000),
            "[".repeat(3_000) + "]".repeat(3_000))) {
      List<String> rows = documents("[{\"a\":1}," + huge + ",{\"b\":2}]", null);
      assertEquals(3, rows.size());
      assertEquals("{\"a\":1}", rows.get(0));
      assertTrue(rows.get(1).startsWith("longer than max_bytes: "), rows.get(1));
      assertEquals("{\"b\":2}", rows.get(2));
    }
  }

  @Test
  void aTruncatedFileGivesItsReadableRecords() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append("{\"n\":")
          .append(i)
          .append(",\"h\":\"")
          .append(Integer.toHexString(i * 31))
          .append("\"}\n");
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(latin(text.toString()));
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    Bytes bytes = new Bytes(Compression.GZIP.open(new ByteArrayInputStream(half), 100, LIMITS), 0);
    List<String> rows = read(new LineReader(FILE, bytes, false, Long.MAX_VALUE, 40, null, false));
    assertEquals("{\"n\":0,\"h\":\"0\"}", rows.get(0));
    String last = rows.get(rows.size() - 1);
    assertEquals(
        "the file breaks off here: its gzip data ends too early",
        last.substring(0, last.lastIndexOf(": ")));
    assertEquals(1, rows.stream().filter(row -> row.startsWith("the file")).count());
    assertEquals(rows.size(), new TreeSet<>(rows).size());
  }

  @Test
  void packedFilesOfSeveralPartsAreReadToTheEnd() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String part : List.of("a\n", "b\n")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(latin(part));
      }
    }
    Bytes bytes =
        new Bytes(
            Compression.GZIP.open(new ByteArrayInputStream(packed.toByteArray()), 100, LIMITS), 0);
    assertEquals(
        List.of("a", "b"),
        read(new LineReader(FILE, bytes, false, Long.MAX_VALUE, 40, null, false)));
    Bytes none =
        new Bytes(
            Compression.GZIP.open(new ByteArrayInputStream(latin("plain text")), 100, LIMITS), 0);
    assertEquals(
        List.of("the file breaks off here: its gzip data is damaged: "),
        read(new LineReader(FILE, none, false, Long.MAX_VALUE, 40, null, false)));
  }
}
