package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.report.Histories.Days;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoriesTest {
  @ParameterizedTest
  @CsvSource({
    // from, to, least; first day, days before the report, days in all
    "2024-06-01, 2024-06-01, 30, 2024-05-03, 29, 30",
    "2024-05-03, 2024-06-01, 30, 2024-05-03, 0, 30",
    "2024-05-02, 2024-06-01, 30, 2024-05-02, 0, 31",
    "2024-03-02, 2024-06-01, 30, 2024-03-02, 0, 92",
    "2024-03-01, 2024-06-01, 30, 2024-03-02, 0, 92",
    "2024-01-01, 2024-06-01, 30, 2024-03-02, 0, 92",
    "0001-01-01, 2024-06-01, 30, 2024-03-02, 0, 92",
    "0001-01-01, 9999-12-31, 30, 9999-10-01, 0, 92",
    "2024-06-01, 2024-06-01, 7, 2024-05-26, 6, 7",
    "2024-05-20, 2024-06-01, 7, 2024-05-20, 0, 13",
    "1970-01-01, 2024-06-01, 7, 2024-03-02, 0, 92"
  })
  void coversTheDaysOfTheReportAndThoseThatLeadToIt(
      LocalDate from, LocalDate to, int least, LocalDate first, int before, int count) {
    Days days = Days.of(from, to, least);

    assertEquals(new Days(first, before, to), days);
    assertEquals(count, days.count());
  }
}
