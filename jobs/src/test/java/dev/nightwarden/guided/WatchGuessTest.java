package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.guided.WatchGuess.Watch;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchGuessTest {
  /**
   * A hundred records of four people, each with two cities, one department, an id and an amount.
   */
  private static final SampledRecords LOGINS =
      SampledRecords.of(
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      """
                      {"id": "login-%1$d", "time": "2025-03-01T10:%2$02d:00Z", "user": "u%3$d",
                       "city": "c%3$d%4$d", "country": "k%3$d%4$d", "outcome": "%5$s", "bytes": %6$d,
                       "note": "text number %1$d of somebody", "account_id": "a%3$d", "version": "1.0"%7$s}
                      """
                          .formatted(
                              i,
                              i % 60,
                              i % 4,
                              i / 4 % 2,
                              i % 17 == 0 ? "failure" : "success",
                              i * 37 + 11,
                              i % 10 == 0
                                  ? ", \"mfa\": \"sms\""
                                  : i % 10 == 1 ? ", \"mfa\": \"app\"" : ""))
              .toList());

  private static List<String> paths(List<Watch> watches) {
    return watches.stream().map(Watch::path).toList();
  }

  @Test
  void watchesWhatVariesForAnActorAndNeitherIdsConstantsTimesAmountsNorText() {
    List<Watch> found = WatchGuess.watches(LOGINS, "user", Set.of("time", "id"), 6);

    assertEquals(List.of("city", "outcome", "mfa"), paths(found));
  }

  @Test
  void aFieldThatManyRecordsLackIsOptional() {
    List<Watch> found = WatchGuess.watches(LOGINS, "user", Set.of("time", "id"), 6);

    assertFalse(found.get(0).isOptional());
    assertTrue(found.get(2).isOptional());
    assertEquals(0.2, found.get(2).coverage(), 1e-9);
  }

  @Test
  void ofTwoFieldsThatSayTheSameOneIsEnough() {
    assertTrue(WatchGuess.saysTheSame(LOGINS.field("city"), LOGINS.field("country")));
    assertFalse(WatchGuess.saysTheSame(LOGINS.field("city"), LOGINS.field("user")));
    // Another name of the actor says nothing of what it does.
    assertFalse(
        paths(WatchGuess.watches(LOGINS, "user", Set.of("time", "id"), 10)).contains("account_id"));
  }

  @Test
  void twoFieldsThatDisagreeInAFewRecordsOnlyAreOneButTwoThatAreRarelyUnusualAreNot() {
    SampledRecords records =
        SampledRecords.of(
            IntStream.range(0, 200)
                .mapToObj(
                    i ->
                        "{\"status\": %d, \"message\": \"m%d\", \"proto\": \"%s\", \"outcome\": \"%s\"}"
                            .formatted(
                                200 + i % 3,
                                i == 7 ? 9 : i % 3,
                                i % 50 == 1 ? "udp" : "tcp",
                                i % 50 == 2 ? "failure" : "success"))
                .toList());

    assertTrue(WatchGuess.saysNearlyTheSame(records.field("status"), records.field("message")));
    assertFalse(WatchGuess.saysTheSame(records.field("status"), records.field("message")));
    assertFalse(WatchGuess.saysNearlyTheSame(records.field("proto"), records.field("outcome")));
  }

  @Test
  void aNumberThatNamesAKindOfEventAndALongNameOfAProgramAreWatchedAndBitsAndMadeUpIdsAreNot() {
    SampledRecords records =
        SampledRecords.of(
            IntStream.range(0, 120)
                .mapToObj(
                    i ->
                        "{\"Hostname\": \"h%d\", \"EventID\": %d, \"userAgent\": \"%s/%d\", \"RA\": %s, \"SourceProcessGUID\": \"g%d\"}"
                            .formatted(
                                i % 2, 4600 + i % 6, "x".repeat(300), i % 4, i % 3 == 0, i % 8))
                .toList());

    assertEquals(
        List.of("userAgent", "EventID"),
        paths(WatchGuess.watches(records, "Hostname", Set.of(), 6)));
  }

  @Test
  void aFieldWithANewValueEveryFewRecordsIsNotWatched() {
    SampledRecords records =
        SampledRecords.of(
            IntStream.range(0, 90)
                .mapToObj(
                    i ->
                        "{\"user\": \"u%d\", \"url\": \"/p/%d\", \"app\": \"a%d\"}"
                            .formatted(i % 3, i / 2, i % 5))
                .toList());

    assertEquals(List.of("app"), paths(WatchGuess.watches(records, "user", Set.of(), 6)));
  }

  @Test
  void theMostThatAreAskedForAreGiven() {
    assertEquals(1, WatchGuess.watches(LOGINS, "user", Set.of("time", "id"), 1).size());
  }
}
