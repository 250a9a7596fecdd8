package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.table.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IngestTest extends IngestFixture {
  @Test
  void readsJsonLines() throws Exception {
    Path file =
        write(
            "a.json",
            "{\"t\":\"2026-01-01T23:59:59.5Z\",\"id\":\"x\",\"n\":1.0}",
            "{\"t\":\"2026-01-02T00:00:00+00:00\",\"id\":\"y\"}");
    IngestResult result = ingest(logs("*.json", "id", "id"));
    assertEquals("1 files, 2 messages, 2 records", counts(result));
    assertEquals("[2026-01-01, 2026-01-02]", result.dates().toString());
    assertEquals("[[2026-01-01, 2026-01-02]]", announced.toString());
    assertEquals(
        List.of(
            "logs x 2026-01-01 23:59:59.5 2026-01-01 {\"id\":\"x\",\"n\":1,\"t\":\"2026-01-01T23:59:59.5Z\"} "
                + file
                + " 2026-01-10 12:00:00",
            "logs y 2026-01-02 00:00:00 2026-01-02 {\"id\":\"y\",\"t\":\"2026-01-02T00:00:00+00:00\"} "
                + file
                + " 2026-01-10 12:00:00"),
        messages(
            "transport",
            "message_id",
            "string(event_time) as time",
            "string(event_date) as date",
            "to_json(data) as data",
            "source_file",
            "string(ingested_at) as at"));
    Row read = warehouse.read(Table.FILES).selectExpr("*", "unix_millis(modified)").first();
    assertEquals(file.toString(), read.getString(1));
    assertEquals(java.nio.file.Files.size(file), read.getLong(2));
    assertEquals(
        List.of(2L, 0L, "read", java.nio.file.Files.getLastModifiedTime(file).toMillis()),
        List.of(read.getLong(4), read.getLong(5), read.getString(6), read.getLong(7)));
  }

  @Test
  void equalLinesOfAFileAreDifferentMessagesAndAreNotReadAgain() throws Exception {
    write("a.json", "{\"t\":1}", "{\"t\":1}", "{\"t\":2}");
    ingest(logs("*.json"));
    List<String> ids = messages("message_id");
    assertEquals(3, ids.stream().distinct().count());
    assertTrue(ids.stream().allMatch(id -> id.matches("[0-9a-f]{32}")));

    assertEquals("", counts(ingest(logs("*.json"))));
    assertEquals(1, announced.size(), "nothing to announce the second time");
    assertEquals(ids, messages("message_id"));
  }

  @Test
  @Tag("long")
  void aRotatedFileAddsNothing() throws Exception {
    write("a.json", "{\"t\":1}", "{\"t\":1}", "no json");
    ingest(logs("*"));
    write("a.json.1", "{\"t\":1}", "{\"t\":1}", "no json");
    write("a.json", "{\"t\":3}");
    assertEquals("2 files, 2 known, 1 messages, 4 records, 1 rejects", counts(ingest(logs("*"))));
    assertEquals(3, warehouse.read(Table.MESSAGES).count());
    assertEquals(1, warehouse.read(Table.REJECTS).count());
  }

  @Test
  @Tag("long")
  void aFileDeliveredTwiceAtOnceCountsOnce() throws Exception {
    write("a.json", "{\"t\":1}", "{\"t\":1}", "no json");
    write("b.json", "{\"t\":1}", "{\"t\":1}", "no json", "no json");
    assertEquals("2 files, 2 known, 2 messages, 7 records, 3 rejects", counts(ingest(logs("*"))));
    assertTrue(messages("source_file").stream().allMatch(file -> file.endsWith("a.json")));
    assertEquals(2, warehouse.read(Table.REJECTS).count());
  }

  @Test
  void aGrownFileGivesWhatIsNew() throws Exception {
    write("a.json", "{\"t\":1}", "{\"t\":86401}");
    ingest(logs("*"));
    write("a.json", "{\"t\":1}", "{\"t\":86401}", "{\"t\":1}", "{\"t\":86402}");
    IngestResult result = ingest(logs("*"));
    assertEquals("1 files, 2 known, 2 messages, 4 records", counts(result));
    write("a.json", "{\"t\":1}", "{\"t\":86401}", "{\"t\":1}", "{\"t\":86402}", "{\"t\":172800}");
    result = ingest(logs("*"));
    assertEquals("1 files, 4 known, 1 messages, 5 records", counts(result));
    assertEquals("[1970-01-03]", result.dates().toString(), "only dates with something new");
  }

  @Test
  void theFirstContentOfAnIdStays() throws Exception {
    write("a.json", "{\"t\":1,\"id\":7,\"v\":1}", "{\"t\":1,\"id\":7.0,\"v\":1.0}");
    assertEquals("1 files, 1 known, 1 messages, 2 records", counts(ingest(logs("*", "id", "id"))));
    write(
        "b.json",
        "{\"id\":7,\"v\":1,\"t\":1}",
        "{\"t\":2,\"id\":7,\"v\":2}",
        "{\"t\":86401,\"id\":7}");
    assertEquals(
        "1 changed, 1 files, 1 known, 1 messages, 3 records",
        counts(ingest(logs("*", "id", "id"))));
    assertEquals(
        List.of("7 {\"id\":7,\"t\":1,\"v\":1}", "7 {\"id\":7,\"t\":86401}"),
        messages("message_id", "to_json(data) as data"));
  }

  @Test
  @Tag("long")
  void theFirstOfABatchIsTheSameHoweverItIsRead() throws Exception {
    write("b.json", "{\"t\":1,\"id\":7,\"v\":\"b\"}");
    write("a.json", "{\"t\":1,\"id\":7,\"v\":\"a\"}");
    assertEquals(
        "1 changed, 2 files, 1 messages, 2 records", counts(ingest(logs("*", "id", "id"))));
    assertEquals(List.of("{\"id\":7,\"t\":1,\"v\":\"a\"}"), messages("to_json(data) as data"));
  }

  @Test
  @Tag("long")
  void transportsDoNotMixAndAFilesNameTellsEqualLinesApartWhereAsked() throws Exception {
    write("a.json", "{\"t\":1}");
    write("b.json", "{\"t\":1}");
    Map<String, Transport> transports =
        Map.of("one", logs("*"), "two", logs("a.*"), "by file", logs("*", "id_from", "file"));
    assertEquals(
        "5 files, 1 known, 4 messages, 5 records", counts(ingest(transports, Map.of(), NOW)));
    assertEquals(List.of("by file", "by file", "one", "two"), messages("transport"));
    assertEquals(4, messages("message_id").stream().distinct().count());
    assertEquals(5, warehouse.read(Table.FILES).count());
  }

  @Test
  void refusesWhatCannotBecomeAMessageAndGoesOn() throws Exception {
    write(
        "a.json", "{\"t\":1}", "{\"t\":", "{\"u\":1}", "[]", "{\"t\":\"" + "x".repeat(100) + "\"}");
    java.nio.file.Files.write(
        folder.resolve("logs/b.json"), new byte[] {'{', (byte) 0xff, '}', '\n'});
    write("empty.json");
    java.nio.file.Files.write(folder.resolve("logs/empty.json"), new byte[0]);
    assertEquals(
        "3 files, 1 messages, 6 records, 5 rejects",
        counts(ingest(logs("*", "max_bytes", 60, "max_reject_share", 1.0))));
    assertEquals(
        List.of(
            "a.json: 108 bytes, longer than max_bytes: {\"t\":\"" + "x".repeat(54),
            "a.json: broken JSON: it ends too early: {\"t\":",
            "a.json: no time at path \"t\": {\"u\":1}",
            "a.json: the record is an array, not a JSON object: []",
            "b.json: " + Gathered.NOT_TEXT + ": {\ufffd}"),
        rejects());
    write("a.json", "{\"t\":1}", "{\"t\":", "{\"t\":", "{\"u\":1}");
    ingest(logs("*", "max_bytes", 60, "max_reject_share", 1.0));
    assertEquals(6, warehouse.read(Table.REJECTS).count(), "one more equal line, one more reject");
  }

  @Test
  @Tag("long")
  void aHeldFileTellsItsMostFrequentReasonsOnceHoweverOftenItIsRead() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add("{\"t\":\"day %d of \\\"May\\\"\"}".formatted(10 + i));
      lines.add(i < 20 ? "{\"u\":%d}".formatted(10 + i) : "{\"t\":");
    }
    lines.add("[]");
    lines.add("\u001b[2J\u202e");
    write("a.json", lines.toArray(String[]::new));

    assertEquals("1 held", counts(ingest(logs("*"))));

    List<String> rejects = rejects();
    assertEquals(1, rejects.size(), rejects.toString());
    String told = rejects.get(0);
    assertTrue(
        told.startsWith(
            "a.json: held back whole: 82 of its 82 records are refused: 40 because time \"day 10 of"
                + " \"May\"\" is not "),
        told);
    assertTrue(told.contains(", such as: {\"t\":\"day 10 of \\\"May\\\"\"}; 20 because "), told);
    assertTrue(
        told.contains(
            "; 20 because no time at path \"t\", such as: {\"u\":10}; 2 for other reasons: {\"t\":\"day"),
        told);
    warehouse.deltaTable(Table.FILES).delete();
    ingest(logs("*"));
    assertEquals(rejects, rejects(), "a run that died before it noted the file");
  }

  @Test
  @Tag("long")
  void ofReasonsThatDifferInANumberTheMostFrequentIsTold() throws Exception {
    write("a.csv", "#a", "#b\tx", "1\tx\ty", "2\tx\ty", "3\tx\ty");
    ingest(logs("*", "format", "csv", "delimiter", "\t", "columns", List.of("t", "u")));
    String told = rejects().get(0);
    assertTrue(
        told.startsWith(
            "a.csv: held back whole: 5 of its 5 records are refused: 4 because 3 columns, expected 2,"
                + " such as: 1\ufffdx\ufffdy; 1 because time \"#b\" is not "),
        told);
  }

  @Test
  @Tag("long")
  void readsTheRecordsOfDocuments() throws Exception {
    write("a.json", "{\"Records\": [", "{\"t\":1, \"n\":\"x\"},", "{\"t\":2}]}");
    write("2026/01/b.json", "{\"Records\":[{\"t\":2},{\"t\":3}]}");
    write("_hidden/c.json", "{\"Records\":[{\"t\":4}]}");
    write(".hidden.json", "{\"Records\":[{\"t\":5}]}");
    assertEquals(
        "2 files, 1 known, 3 messages, 4 records", counts(ingest(logs("", "records", "Records"))));
  }

  @Test
  void readsCsv() throws Exception {
    write("a.csv", "t,dns.name,n", "1,\"a,\nb\",5", "2,,6", "3,x", "4,y,z");
    assertEquals(
        "1 files, 2 messages, 4 records, 2 rejects",
        counts(ingest(logs("*", "format", "csv", "types", Map.of("n", "long")))));
    assertEquals(
        List.of(
            "{\"dns.name\":\"a,\\nb\",\"n\":5,\"t\":\"1\"}",
            "{\"dns.name\":null,\"n\":6,\"t\":\"2\"}"),
        messages("to_json(data) as data"));
    assertEquals(
        List.of("a.csv: 2 columns, expected 3: 3,x", "a.csv: n is \"z\", not a long: 4,y,z"),
        rejects());
  }

  @Test
  void readsLinesWithAPatternFromPackedFiles() throws Exception {
    Path file = folder.resolve("logs/auth.log.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(java.nio.file.Files.newOutputStream(file))) {
      out.write(
          "Mar 27 13:06:56 host sshd[1]: hello\nMar  2 01:02:03 host cron[2]: x\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    java.nio.file.Files.setLastModifiedTime(
        file, FileTime.from(Instant.parse("2024-06-01T00:00:00Z")));
    Transport logs =
        logs(
            "*",
            "format",
            "regex",
            "pattern",
            "^(?<t>\\w{3} +\\d+ [\\d:]+) (?<host>\\S+) (?<process_name>\\w+)",
            "time_format",
            "syslog");
    assertEquals("1 files, 2 messages, 2 records", counts(ingest(logs)));
    assertEquals(
        List.of(
            "2024-03-02 01:02:03 {\"host\":\"host\",\"process_name\":\"cron\",\"raw\":\"Mar  2 01:02:03"
                + " host cron[2]: x\",\"t\":\"Mar  2 01:02:03\"}",
            "2024-03-27 13:06:56 {\"host\":\"host\",\"process_name\":\"sshd\",\"raw\":\"Mar 27 13:06:56"
                + " host sshd[1]: hello\",\"t\":\"Mar 27 13:06:56\"}"),
        messages("string(event_time) as time", "to_json(data) as data"));
  }

  @Test
  @Tag("long")
  void idsAreTheSameInOneSliceAndInMany() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      lines.add("{\"t\":%d,\"text\":\"%s\"}".formatted(i % 1_000 + 1, "x".repeat(800)));
    }
    Path file = write("large.json", lines.toArray(String[]::new));
    assertTrue(java.nio.file.Files.size(file) > 2 * (4 << 20), "large enough to be cut");
    assertEquals("1 files, 12000 messages, 12000 records", counts(ingest(logs("*"))));
    Path packed = folder.resolve("logs/large.json.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(java.nio.file.Files.newOutputStream(packed))) {
      java.nio.file.Files.copy(file, out);
    }
    java.nio.file.Files.delete(file);
    assertEquals("1 files, 12000 known, 12000 records", counts(ingest(logs("*"))));
  }

  @Test
  void newMessagesWaitForTheirDelay() throws Exception {
    write("a.json", "{\"t\":\"2026-01-10T10:00:00Z\"}", "{\"t\":\"2026-01-10T11:30:00Z\"}");
    Map<String, Transport> transports = Map.of("logs", logs("*"));
    Map<String, Duration> delays = Map.of("logs", Duration.ofHours(1));
    assertEquals(
        "1 files, 1 messages, 2 records, 1 waiting", counts(ingest(transports, delays, NOW)));
    assertEquals("waiting", warehouse.read(Table.FILES).select("status").first().getString(0));
    assertEquals(
        "1 files, 1 known, 1 messages, 2 records",
        counts(ingest(transports, delays, NOW.plusSeconds(3600))));
    assertEquals("", counts(ingest(transports, delays, NOW.plusSeconds(7200))));
  }

  @Test
  void aRunThatDiedAfterTheMessagesIsMadeGood() throws Exception {
    write("a.json", "{\"t\":1}", "no json");
    Ingest ingest = new Ingest(warehouse, Map.of("logs", logs("*")), Map.of(), NOW);
    assertThrows(
        IllegalStateException.class,
        () ->
            ingest.run(
                dates -> {
                  throw new IllegalStateException("the power fails");
                }));
    assertEquals(0, warehouse.read(Table.MESSAGES).count());
    ingest(logs("*"));
    warehouse.deltaTable(Table.FILES).delete();
    assertEquals(
        "1 files, 1 known, 2 records, 1 rejects", counts(ingest(logs("*"))), "died before files");
    assertEquals(1, warehouse.read(Table.MESSAGES).count());
    assertEquals(1, warehouse.read(Table.REJECTS).count());
  }

  @Test
  void aPathThatMatchesNoFileIsAnError() throws Exception {
    write("a.json", "{\"t\":1}");
    Map<String, Transport> transports = Map.of("a", logs("*"), "web", logs("*.jsonl"));
    assertEquals(
        "transports.web.path: no file matches " + folder.resolve("logs") + "/*.jsonl",
        assertThrows(IngestException.class, () -> ingest(transports, Map.of(), NOW)).getMessage());
    assertEquals(0, warehouse.read(Table.MESSAGES).count(), "nothing is done");
  }

  @Test
  void theHeartbeatBeats() {
    Heartbeat heartbeat = new Heartbeat(List.of(), 2, 5);
    Map<String, Transport> transports = Map.of("beat", heartbeat);
    Instant now = Instant.parse("2026-01-10T12:00:07Z");
    assertEquals("6 messages, 6 records", counts(ingest(transports, Map.of(), now)));
    assertEquals(
        "3 known, 3 messages, 6 records", counts(ingest(transports, Map.of(), now.plusSeconds(5))));
    assertEquals(
        List.of(
            "2026-01-10 12:00:00 beat-1768046400-1 {\"greeting\":\"hello\",\"name\":\"George\"}",
            "2026-01-10 12:00:00 beat-1768046400-2 {\"greeting\":\"howdy\",\"name\":\"Ben\"}",
            "2026-01-10 12:00:00 beat-1768046400-3 {\"greeting\":\"What's up?\",\"name\":\"Susan\"}"),
        messages("string(event_time) as time", "message_id", "to_json(data) as data")
            .subList(0, 3));
  }

  @Test
  void theHeartbeatSaysWhatIsConfigured() {
    Heartbeat heartbeat = new Heartbeat(List.of(Map.of("a", List.of(1.0, "x"))), 1, 60);
    ingest(Map.of("beat", heartbeat), Map.of(), Instant.parse("2026-01-10T12:00:59Z"));
    assertEquals(
        List.of("2026-01-10 12:00:00 {\"a\":[1,\"x\"]}"),
        messages("string(event_time) as time", "to_json(data) as data"));
  }
}
