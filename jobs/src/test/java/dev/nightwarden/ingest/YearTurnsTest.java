package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class YearTurnsTest extends IngestFixture {
  private static final String PATTERN = "(?<t>\\w{3} [ \\d]\\d [\\d:]{8}) (?<what>\\w+)";

  private static boolean at(YearTurns years, String file, String time) {
    return years.at(file, Instant.parse(time).getEpochSecond() * 1_000_000);
  }

  @Test
  void timeGoesBackWhereANewYearGetsTheOldOne() {
    YearTurns years = new YearTurns();
    assertFalse(at(years, "a", "2025-11-01T00:00:00Z"));
    assertFalse(at(years, "a", "2025-10-30T00:00:00Z"), "a little out of order");
    assertFalse(at(years, "a", "2025-12-31T23:59:00Z"));
    assertTrue(at(years, "a", "2025-01-01T00:00:01Z"));
    assertFalse(at(years, "a", "2025-12-31T23:59:30Z"), "a line that came late");
    assertFalse(at(years, "a", "2025-01-01T00:00:02Z"), "told once a file");
    assertFalse(at(years, "b", "2025-12-31T00:00:00Z"));
    assertFalse(at(years, "c", "2025-01-01T00:00:00Z"), "another file");
  }

  @Test
  void aFileThatGoesPastNewYearIsNoticedWhereTheYearIsSet() throws IOException {
    write("a.log", "Dec 31 23:59:50 old", "nothing", "Jan  1 00:00:10 new", "Jan  2 00:00:10 new");
    LogFiles set = syslog("year", 2025);

    assertEquals(List.of("a.log"), noticed(set));
    assertEquals(List.of(), noticed(syslog()));
    assertEquals("1 files, 3 messages, 4 records, 1 rejects", counts(ingest(set)));
    assertEquals(
        List.of("2025-01-01 new", "2025-01-02 new", "2025-12-31 old"),
        messages("event_date", "text_at(data, 'what') AS what"));
  }

  private LogFiles syslog(Object... more) {
    Object[] all = {"format", "regex", "pattern", PATTERN, "time_format", "syslog"};
    Object[] both = new Object[all.length + more.length];
    System.arraycopy(all, 0, both, 0, all.length);
    System.arraycopy(more, 0, both, all.length, more.length);
    return logs("a.log", both);
  }

  private List<String> noticed(LogFiles files) {
    Warehouse warehouse = new Warehouse(SharedSpark.session(), "unused");
    RawRecords raw =
        files.read(new Reading(new Landing("logs", NOW, warehouse), warehouse, file -> true));
    return Batch.parse(
            raw.rows(), "logs", new RecordParser(files.record(), NOW, Duration.ZERO, null))
        .where(col(Batch.KIND).equalTo(Batch.YEAR_TURNS))
        .select("source_file")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0).substring(row.getString(0).lastIndexOf('/') + 1))
        .toList();
  }
}
