package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.table.Table;
import dev.nightwarden.value.Shortened;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Values of a megabyte, which somebody wrote to fill tables and heaps. */
class MegabyteTest extends IngestFixture {
  private static final String MEGABYTE = "x".repeat(1 << 20);

  private void write() throws Exception {
    write("a.json", "{\"t\":1,\"id\":\"" + MEGABYTE + "\"}", "{\"t\":2,\"id\":\"b\"}");
    write("c.csv", "t,id", "3," + MEGABYTE, "4,\"" + MEGABYTE + "\"", "5,e");
    write("r.log", "6 " + MEGABYTE, "7 g");
  }

  private IngestResult ingest(int maxBytes) {
    Object[] more = {"id", "id", "max_bytes", maxBytes, "max_reject_share", 1.0};
    return ingest(
        Map.of(
            "json", logs("*.json", more),
            "csv", logs("*.csv", with(more, "format", "csv")),
            "regex",
                logs("*.log", with(more, "format", "regex", "pattern", "(?<t>\\d+) (?<id>.*)"))),
        Map.of(),
        NOW);
  }

  private static Object[] with(Object[] keys, Object... more) {
    Object[] all = java.util.Arrays.copyOf(keys, keys.length + more.length);
    System.arraycopy(more, 0, all, keys.length, more.length);
    return all;
  }

  @Test
  void areRefusedAloneWithTheStartOfTheirText() throws Exception {
    write();

    assertEquals("3 files, 3 messages, 7 records, 4 rejects", counts(ingest(1 << 20)));

    assertEquals(List.of("b", "e", "g"), messages("message_id"));
    List<Row> rejects =
        warehouse
            .read(Table.REJECTS)
            .selectExpr("transport", "reason", "length(raw)")
            .orderBy("transport", "reason")
            .collectAsList();
    assertEquals(
        List.of(
            "[csv,1048578 bytes, longer than max_bytes,2003]",
            "[csv,1048580 bytes, longer than max_bytes,2003]",
            "[json,1048591 bytes, longer than max_bytes,2003]",
            "[regex,1048578 bytes, longer than max_bytes,2003]"),
        rejects.stream().map(Row::toString).toList());
  }

  @Test
  void areTakenWholeWhereAskedButNameAMessageByTheirHash() throws Exception {
    write();

    assertEquals("1 changed, 3 files, 6 messages, 7 records", counts(ingest(1 << 21)));

    String shortened = Shortened.text(MEGABYTE);
    assertEquals(
        List.of(shortened, shortened, shortened, "b", "e", "g"),
        messages("message_id").stream()
            .sorted(
                java.util.Comparator.comparing(String::length).reversed().thenComparing(id -> id))
            .toList());
    assertTrue(
        messages("length(to_json(data)) AS bytes").stream()
            .anyMatch(length -> Long.parseLong(length) > 1 << 20));
    assertEquals("", counts(ingest(1 << 21)), "nothing is new");
  }
}
