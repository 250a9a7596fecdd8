package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.guided.TimeGuess.Candidate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGuessTest {
  private static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");

  private static List<Candidate> candidates(String... records) {
    return TimeGuess.candidates(SampledRecords.of(List.of(records)), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2025-03-01T10:00:00Z\"', '\"2025-03-01T10:01:00Z\"', iso8601",
    "'\"2025-03-01 10:00:00\"', '\"2025-03-01 10:01:00.5\"', iso8601",
    "1740823200, 1740823260.25, epoch_seconds",
    "'\"1740823200\"', '\"1740823260.25\"', epoch_seconds",
    "1740823200000, 1740823260000, epoch_millis",
    "1740823200000000, 1740823260000000, epoch_micros",
    "1740823200000000000, 1740823260000000000, epoch_nanos",
    "133852968000000000, 133852968600000000, filetime",
    "'\"Mar  1 10:00:00\"', '\"Mar 11 10:01:00\"', syslog",
    "'\"10/Oct/2000:13:55:36 -0700\"', '\"10/Oct/2000:13:55:37 -0700\"', auto",
    "'\"20250301100000\"', '\"20250301100100\"', yyyyMMddHHmmss",
    "'\"13/03/2025 10:00:00\"', '\"14/03/2025 10:01:00\"', dd/MM/yyyy HH:mm:ss",
    "'\"03/13/2025 10:00:00\"', '\"03/14/2025 10:01:00\"', MM/dd/yyyy HH:mm:ss",
    "'\"13.03.2025 10:00:00\"', '\"14.03.2025 10:01:00\"', dd.MM.yyyy HH:mm:ss",
  })
  void theFormIsTheOneThatAllValuesHave(String first, String second, String form) {
    List<Candidate> found =
        candidates("{\"time\": %s}".formatted(first), "{\"time\": %s}".formatted(second));

    assertEquals(List.of(form), found.stream().map(Candidate::form).toList());
    assertEquals(List.of(), found.get(0).rivals());
  }

  @Test
  void whereDayAndMonthCannotBeToldApartBothAreNamed() {
    Candidate found =
        candidates("{\"date\": \"01/02/2025 10:00:00\"}", "{\"date\": \"03/02/2025 10:00:00\"}")
            .get(0);

    assertEquals("dd/MM/yyyy HH:mm:ss", found.form());
    assertEquals(List.of("MM/dd/yyyy HH:mm:ss"), found.rivals());
    assertTrue(found.isAmbiguous());
  }

  @Test
  void withoutATimeThereIsNone() {
    assertEquals(
        List.of(), candidates("{\"user\": \"ada\", \"port\": 1740823200, \"v\": \"2025.3\"}"));
  }

  @Test
  void ofTwoTimesTheOneOfTheEventComesFirst() {
    List<Candidate> found =
        candidates(
            """
            {"receivedTime": "2025-03-01T10:00:09Z", "eventTime": "2025-03-01T10:00:00Z",
             "session": {"creationDate": "2025-03-01T08:00:00Z"}}
            """,
            """
            {"receivedTime": "2025-03-01T10:01:09Z", "eventTime": "2025-03-01T10:01:00Z",
             "session": {"creationDate": "2025-03-01T08:00:00Z"}}
            """);

    assertEquals("eventTime", found.get(0).path());
    assertTrue(found.stream().map(Candidate::path).toList().contains("receivedTime"));
  }

  @Test
  void aTimeOfSomeRecordsComesAfterOneOfAll() {
    List<Candidate> found =
        candidates(
            "{\"time\": \"2025-03-01T10:00:00Z\", \"@timestamp\": \"2025-03-01T10:00:00Z\"}",
            "{\"@timestamp\": \"2025-03-01T10:00:05Z\"}",
            "{\"@timestamp\": \"2025-03-01T10:00:06Z\"}");

    assertEquals("@timestamp", found.get(0).path());
  }

  @Test
  void theZoneOfALocalTimeIsToldByAnotherTimeOfTheSameRecords() {
    Candidate found =
        candidates(
                "{\"EventTime\": \"2020-09-22 14:53:01\", \"@timestamp\": \"2020-09-22T18:53:04.182Z\"}",
                "{\"EventTime\": \"2020-09-22 14:53:02\", \"@timestamp\": \"2020-09-22T18:53:05.002Z\"}")
            .get(0);

    assertEquals("EventTime", found.path());
    assertEquals("-04:00", found.zone());
  }

  @Test
  void aLocalTimeThatNothingTellsTheZoneOfHasNone() {
    assertNull(candidates("{\"TimeCreated\": \"2020-10-19 03:30:41.104\"}").get(0).zone());
  }

  @Test
  void aTimeAheadOfTheClockIsNone() {
    assertEquals(List.of(), candidates("{\"time\": \"2031-01-01T00:00:00Z\"}"));
  }
}
