package dev.nightwarden.feature.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.flag.Trial.Found;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationFlagsTest {
  private static final String D1 = "2025-03-01";
  private static final String D2 = "2025-03-02";
  private static final String D3 = "2025-03-03";
  private static final String D4 = "2025-03-04";

  @Test
  void aBeatIsTheShareOfTheMostCommonGap() {
    Trial trial = new Trial();
    // Gaps of the first day: 60 (seven times, once 60.4 and once 59.5), 61, 3, 5: 7 of 10.
    String[] seconds = {
      "00", "60", "120", "180.4", "239.9", "300", "360", "420", "481", "484", "489"
    };
    for (int i = 0; i < seconds.length; i++) {
      ask(trial, D1, Double.parseDouble(seconds[i]), "a" + i, "c1");
      // One request three seconds late: 5 of 10.
      ask(trial, D1, Double.parseDouble(seconds[i]) + (i == 1 ? 3 : 0), "b" + i, "c2");
      // Nine gaps.
      if (i > 0) {
        ask(trial, D1, 60 * i, "c" + i, "c3");
      }
      ask(trial, D2, 60 * i, "d" + i, i == 0 ? null : "c3");
      // A page load: all within the second of the one before.
      ask(trial, D2, 0.5 * i, "e" + i, "c4");
      // The same beat, two requests each time.
      ask(trial, D2, 30 * i, "f" + i, "c5");
      ask(trial, D2, 30 * i + 0.2, "g" + i, "c5");
    }
    AggregationFlag flag = Trial.aggregation("beaconing_detector", "client_ip: ip");

    assertEquals(
        List.of(
            new Found(
                D1,
                "a10",
                "c1",
                Map.of(
                    "client",
                    "c1",
                    "gap",
                    "60",
                    "share",
                    "70",
                    "gaps",
                    "10",
                    "first",
                    "2025-03-01T10:00:00Z",
                    "last",
                    "2025-03-01T10:08:09Z")),
            new Found(
                D2,
                "g10",
                "c5",
                Map.of(
                    "client",
                    "c5",
                    "gap",
                    "30",
                    "share",
                    "100",
                    "gaps",
                    "10",
                    "first",
                    "2025-03-02T10:00:00Z",
                    "last",
                    "2025-03-02T10:05:00Z"))),
        trial.found(flag, D1, D2));
    AggregationFlag all =
        Trial.aggregation("beaconing_detector", "client_ip: ip, timestamp: t, min_gap_seconds: 0");
    assertEquals(
        List.of("c4"),
        trial.ask(all, D2).stream().map(Found::actor).toList(),
        "gaps of half a second, rounded up to one; two requests each time are two gaps");
  }

  @Test
  void aBeaconMayJitterAndMissCalls() {
    Trial trial = new Trial();
    double time = 0;
    double noise = 0;
    for (int i = 0; i < 22; i++) {
      ask(trial, D1, time, "a" + i, "c1");
      ask(trial, D1, noise, "b" + i, "c2");
      // Gaps: 3 of 50, 3 of 54, 9 of 60, 4 of 70, 2 of 900; the 6th is 54, the 16th 70.
      time += i % 10 == 9 ? 900 : List.of(60, 50, 70, 60, 60, 54).get(i % 6);
      noise += List.of(10, 60, 30, 90).get(i % 4);
    }
    AggregationFlag flag = Trial.aggregation("beaconing", "client: ip");

    List<Found> found = trial.found(flag, D1);

    assertEquals(List.of("c1"), found.stream().map(Found::actor).toList());
    assertEquals("21", found.get(0).figures().get("gaps"));
    assertEquals("60", found.get(0).figures().get("gap"));
    assertEquals("12.9", found.get(0).figures().get("spread"), "(70 - 54) / (70 + 54)");
    assertEquals(
        List.of(), trial.ask(Trial.aggregation("beaconing", "client: ip, max_spread: 0.05"), D1));
  }

  @Test
  void aSlowBeaconIsSeenOverDaysAndForEachDestinationAlone() {
    Trial trial = new Trial();
    for (int i = 0; i < 40; i++) {
      // Every two hours to the one host, and some other traffic to another.
      ask(trial, D1, 7200 * i - 36_000, "a" + i, "c1", "evil");
      ask(trial, D1, 7200 * i - 35_000 + 97 * (i * i % 71), "b" + i, "c1", "good");
    }
    AggregationFlag flag =
        Trial.aggregation("beaconing", "client: ip, destination: [host], lookback_days: 1");

    List<Found> found = trial.found(flag, D1, D3, D4);

    // The first date has 11 gaps; each later one has 23 with the date before it, the fourth 15.
    assertEquals(List.of(D3), found.stream().map(Found::date).toList());
    assertEquals("23", found.get(0).figures().get("gaps"));
    assertEquals("evil", found.get(0).figures().get("destination"));
  }

  @Test
  void aValueIsNewOnceForEverybodyAndNotWhileAllIsNew() {
    Trial trial = new Trial();
    trial.at(D1 + "T10:00:00Z", "m1", "ann", "{\"os\": \"linux\"}");
    trial.at(D2 + "T10:00:00Z", "m2", "ann", "{\"os\": \"mac\"}");
    trial.at(D3 + "T10:00:00Z", "m4", "bob", "{\"os\": \"plan9\\u202e\"}");
    trial.at(D3 + "T10:00:00Z", "m3", "ann", "{\"os\": \"plan9\\u202e\"}");
    trial.at(D3 + "T11:00:00Z", "m5", "ann", "{\"os\": null}");
    trial.at(D4 + "T09:00:00Z", "m6", "cy", "{\"os\": \"plan9\\u202e\"}");
    trial.at(D4 + "T10:00:00Z", "m7", "cy", "{\"os\": \"" + "x".repeat(2_000) + "\"}");
    AggregationFlag flag = Trial.aggregation("first_seen", "path: os, grace_days: 2");

    List<Found> found = trial.found(flag, D2, D3, D4);

    assertEquals(
        List.of(
            new Found(D3, "m3", "ann", Map.of("value", "plan9\uFFFD")),
            new Found(D4, "m7", "cy", Map.of("value", "x".repeat(100) + "…"))),
        found);
    assertEquals("os", flag.keeps());
    assertEquals(List.of(), trial.ask(Trial.aggregation("first_seen", "path: os"), D1, D2, D3));
  }

  @Test
  void aStrayOldRecordDoesNotUseUpTheFirstDays() {
    Trial trial = new Trial();
    trial.at("2001-01-01T00:00:07Z", "m0", "pi", "{\"os\": \"none\"}");
    trial.at("2001-01-02T00:00:07Z", "m1", "pi", "{\"os\": null}");
    trial.at(D1 + "T10:00:00Z", "m2", "ann", "{\"os\": \"linux\"}");
    trial.at(D2 + "T10:00:00Z", "m3", "bob", "{\"os\": \"mac\"}");
    trial.at(D3 + "T10:00:00Z", "m4", "cy", "{\"os\": \"plan9\"}");
    trial.at(D4 + "T10:00:00Z", "m5", "cy", "{\"os\": \"plan10\"}");

    List<Found> found =
        trial.found(Trial.aggregation("first_seen", "path: os, grace_days: 3"), D1, D2, D3, D4);

    assertEquals(List.of("m4", "m5"), found.stream().map(Found::id).toList());
    assertEquals(
        List.of("m0", "m2", "m3", "m4", "m5"),
        trial
            .ask(
                Trial.aggregation("first_seen", "path: os, grace_days: 0"),
                "2001-01-01",
                D1,
                D2,
                D3,
                D4)
            .stream()
            .map(Found::id)
            .toList());
  }

  @Test
  void aBurstIsManyTimesTheActorsOwnBusiestHour() {
    Trial trial = new Trial();
    // ann: 4, 6, 5 at most in an hour, then 26 = more than 5 * 5; bob always does 30.
    busy(trial, D1, "ann", 4);
    busy(trial, D2, "ann", 6);
    busy(trial, D3, "ann", 5);
    busy(trial, D4, "ann", 26);
    for (String date : List.of("2025-02-26", "2025-02-27", "2025-02-28", D1, D2, D3, D4)) {
      busy(trial, date, "bob", 30);
    }
    AggregationFlag flag = Trial.aggregation("burst", "");

    assertEquals(
        List.of(
            new Found(
                D4,
                "ann2025-03-0425",
                "ann",
                Map.of(
                    "who",
                    "ann",
                    "count",
                    "26",
                    "seconds",
                    "3600",
                    "usual",
                    "5",
                    "of",
                    "its own 3 active days before",
                    "first",
                    "2025-03-04T10:00:00Z",
                    "last",
                    "2025-03-04T10:25:00Z"))),
        trial.found(flag, D1, D4));
    assertEquals(
        List.of(), trial.ask(Trial.aggregation("burst", "factor: 5.2"), D4), "26 = 5.2 * 5");
    assertEquals(
        List.of(), trial.ask(Trial.aggregation("burst", "seconds: 600"), D4), "10 in ten minutes");
  }

  @Test
  void aNewcomersBurstIsMeasuredByTheOthers() {
    Trial trial = new Trial();
    busy(trial, D1, "ann", 4);
    busy(trial, D1, "bob", 7);
    busy(trial, D3, "ann", 4);
    busy(trial, D3, "eve", 21);
    busy(trial, D4, "ann", 40);
    AggregationFlag flag = Trial.aggregation("burst", "lookback_days: 2, min_days: 2");

    List<Found> found = trial.found(flag, D1, D3, D4);

    // Of the others: 4, 7, 4 up to the third. On the fourth ann has but one day of her own, and of
    // the others there is eve's 21.
    assertEquals(List.of("eve"), found.stream().map(Found::actor).toList());
    assertEquals("4", found.get(0).figures().get("usual"));
    assertEquals("all others", found.get(0).figures().get("of"));
  }

  @Test
  void aSprayIsManyAccountsThatASourceWasNotSeenWith() {
    Trial trial = new Trial();
    for (int i = 0; i < 3; i++) {
      // The office has seen a0 and a1 succeed the day before, but a2 fail only.
      login(trial, D1 + "T09:00:0%dZ".formatted(i), "o" + i, "office", "a" + i, i < 2);
      login(trial, D2 + "T09:10:0%dZ".formatted(i), "p" + i, "office", "a" + i, false);
      login(trial, D2 + "T09:59:5%dZ".formatted(i), "s" + i, "eve", "a" + i, false);
      // Nine days later nobody remembers.
      login(trial, "2025-03-10T09:00:0%dZ".formatted(i), "q" + i, "office", "a" + i, false);
    }
    login(trial, D2 + "T09:59:58Z", "s8", "eve", "a0", false);
    login(trial, D2 + "T09:59:59Z", "s9", "eve", null, false);
    login(trial, D2 + "T10:00:00Z", "s10", "eve", "a3", false);
    String params = "source: ip, account: user, min_accounts: 3, failure: \"result = 'no'\"";
    AggregationFlag flag = Trial.aggregation("spray", params);

    List<Found> found = trial.found(flag, D1, D2, "2025-03-10");

    assertEquals(
        List.of(
            new Found(
                D2,
                "s8",
                "eve",
                Map.of(
                    "source",
                    "eve",
                    "accounts",
                    "3",
                    "tries",
                    "4",
                    "seconds",
                    "3600",
                    "first",
                    "2025-03-02T09:59:50Z",
                    "last",
                    "2025-03-02T09:59:58Z")),
            new Found(
                "2025-03-10",
                "q2",
                "office",
                Map.of(
                    "source",
                    "office",
                    "accounts",
                    "3",
                    "tries",
                    "3",
                    "seconds",
                    "3600",
                    "first",
                    "2025-03-10T09:00:00Z",
                    "last",
                    "2025-03-10T09:00:02Z"))),
        found);
    assertEquals(
        List.of(),
        trial.ask(Trial.aggregation("spray", params + ", lookback_days: 9"), "2025-03-10"));
    assertEquals(
        List.of(D1 + " office", D2 + " eve"),
        trial
            .ask(Trial.aggregation("spray", "source: ip, account: user, min_accounts: 3"), D1, D2)
            .stream()
            .map(hit -> hit.date() + " " + hit.actor())
            .toList(),
        "where every record is a try, and every one makes known");
  }

  @Test
  void guessingIsFailuresUpToASuccess() {
    Trial trial = new Trial();
    login(trial, D1 + "T23:30:00Z", "m01", "eve", "ann", false);
    login(trial, D1 + "T23:50:00Z", "m02", "eve", "ann", false);
    login(trial, D2 + "T00:10:00Z", "m03", "eve", "bob", false);
    login(trial, D2 + "T00:30:00Z", "m04", "eve", "bob", true);
    login(trial, D2 + "T00:40:00Z", "m05", "eve", "bob", true);
    // One failure too few within the hour up to the success.
    login(trial, D2 + "T10:00:00Z", "m06", "joe", "joe", false);
    login(trial, D2 + "T10:30:00Z", "m07", "joe", "joe", false);
    login(trial, D2 + "T10:59:00Z", "m08", "joe", "joe", false);
    login(trial, D2 + "T11:00:01Z", "m09", "joe", "joe", true);
    // Enough, but before the failures.
    login(trial, D2 + "T11:00:00Z", "m10", "kim", "kim", true);
    trial.at(
        D2 + "T12:00:00Z",
        "m11",
        "any",
        "{\"ip\": \"kim\", \"user\": \"kim\", \"result\": \"no\", \"n\": \"3\"}");
    trial.at(D2 + "T13:00:00Z", "m12", "any", "{\"ip\": \"kim\", \"result\": \"maybe\"}");
    login(trial, D3 + "T00:10:00Z", "m13", "eve", "bob", true);
    String params =
        "by: ip, failure: \"result = 'no'\", success: \"result = 'yes'\", min_failures: 3";
    AggregationFlag flag = Trial.aggregation("guessing", params + ", account: user");

    assertEquals(
        List.of(
            new Found(
                D2,
                "m04",
                "eve",
                Map.of(
                    "by",
                    "eve",
                    "account",
                    "bob",
                    "failures",
                    "3",
                    "successes",
                    "2",
                    "first",
                    "2025-03-01T23:30:00Z",
                    "success",
                    "2025-03-02T00:30:00Z",
                    "last",
                    "2025-03-02T00:40:00Z"))),
        trial.found(flag, D2, D3));
    assertEquals(
        List.of(),
        trial.ask(Trial.aggregation("guessing", params.replace("by: ip", "by: [ip, user]")), D2));
    login(trial, D2 + "T13:00:00Z", "m14", "kim", "kim", true);
    assertEquals(
        List.of("m04", "m14"),
        trial.ask(Trial.aggregation("guessing", params + ", times: n"), D2).stream()
            .map(Found::id)
            .toList());
  }

  @Test
  void aTripIsImpossibleOnceAndTheWayBackIsNone() {
    Trial trial = new Trial();
    go(trial, D1 + "T08:00:00Z", "m01", "ann", LONDON);
    go(trial, D1 + "T09:00:00Z", "m02", "ann", TOKYO);
    go(trial, D1 + "T09:01:00Z", "m03", "ann", TOKYO);
    go(trial, D1 + "T09:30:00Z", "m04", "ann", LONDON);
    go(trial, D1 + "T09:40:00Z", "m05", "ann", TOKYO);
    // Again on the next date; and after 10.6 hours from London it is no longer impossible.
    go(trial, D2 + "T07:00:00Z", "m06", "ann", LONDON);
    go(trial, D2 + "T08:00:00Z", "m07", "ann", TOKYO);
    go(trial, D2 + "T17:36:00Z", "m08", "ann", TOKYO);
    go(trial, D2 + "T17:40:00Z", "m09", "ann", TOKYO);
    go(trial, D2 + "T17:41:00Z", "m10", "ann", LONDON);
    // Places that are none.
    go(trial, D2 + "T17:42:00Z", "m11", "ann", "\"lat\": 91, \"lon\": 0");
    go(trial, D2 + "T17:43:00Z", "m12", "ann", "\"lat\": null, \"lon\": 0");
    go(trial, D2 + "T17:44:00Z", "m13", "ann", "\"lat\": \"NaN\", \"lon\": 0");
    AggregationFlag flag = travel("city: city, country: country");

    List<Found> found = trial.found(flag, D1, D2);

    assertEquals(List.of("m02", "m07", "m10"), found.stream().map(Found::id).toList());
    Map<String, String> figures = found.get(0).figures();
    assertEquals("London, GB", figures.get("from"));
    assertEquals("Tokyo, JP", figures.get("to"));
    assertEquals("9559", figures.get("km"));
    assertEquals("1", figures.get("hours"));
    assertEquals("9559", figures.get("kmh"));
    assertEquals("51.51, -0.13", trial.ask(travel(""), D1).get(0).figures().get("from"));
  }

  private static final String LONDON =
      "\"lat\": 51.5074, \"lon\": -0.1278, \"city\": \"London\", \"country\": \"GB\"";
  private static final String TOKYO =
      "\"lat\": \"35.6762\", \"lon\": \"139.6503\", \"city\": \"Tokyo\", \"country\": \"JP\"";

  @Test
  void networksThatSayNothingOfAPlaceArePassedOver() {
    Trial trial = new Trial();
    go(trial, D1 + "T08:00:00Z", "m1", "ann", LONDON + ", \"ip\": \"192.0.2.1\"");
    go(trial, D1 + "T09:00:00Z", "m2", "ann", TOKYO + ", \"ip\": \"198.51.100.7\"");
    go(trial, D1 + "T08:00:00Z", "m3", "bob", LONDON + ", \"ip\": \"192.0.2.1\"");
    go(trial, D1 + "T08:00:00Z", "m4", "bob", TOKYO);

    List<Found> found =
        trial.found(travel("address: ip, pass_over: [198.51.100.0/24, '2001:db8::/32']"), D1);

    assertEquals(List.of("m4"), found.stream().map(Found::id).toList());
    assertEquals("∞", found.get(0).figures().get("kmh"), "at the same moment");
  }

  @Test
  void aTripIsFollowedFromTheLookbackOn() {
    Trial trial = new Trial();
    go(trial, D1 + "T23:00:00Z", "m1", "ann", LONDON);
    go(trial, D2 + "T01:00:00Z", "m2", "ann", TOKYO);
    go(trial, D3 + "T00:30:00Z", "m3", "ann", LONDON);
    // With one day before it, the third starts in Tokyo, though that was impossible then; with two,
    // a trip there is over.
    AggregationFlag flag = travel("lookback_days: 1, max_speed_kmh: 300");

    assertEquals(List.of("m2", "m3"), trial.found(flag, D2, D3).stream().map(Found::id).toList());
    assertEquals(
        List.of("m2"),
        trial.found(travel("lookback_days: 2, max_speed_kmh: 300"), D2, D3).stream()
            .map(Found::id)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          burst             | seconds: 7000 | seconds is 7000, but must divide the 86400 of a day
          spray             | source: a, account: b, seconds: 7 | seconds is 7, but must divide
          impossible_travel | pass_over: [192.0.2.0/24] | address is missing; pass_over looks at it
          impossible_travel | address: ip, pass_over: [here] | pass_over has an entry that cannot be: here is not a network
          guessing          | by: ip, success: 'true' | failure is missing
          first_seen        | grace_days: 3 | path is missing
          beaconing         | client: ip, max_spread: 0 | max_spread is 0
          """)
  void whatCannotBeIsRefused(String name, String params, String problem) {
    ConfigException refused = assertThrows(ConfigException.class, () -> Trial.flag(name, params));
    assertTrue(refused.getMessage().contains(problem), () -> refused.getMessage());
  }

  private static AggregationFlag travel(String params) {
    return Trial.aggregation(
        "impossible_travel",
        "latitude: lat, longitude: lon" + (params.isEmpty() ? "" : ", " + params));
  }

  private static void go(Trial trial, String time, String id, String actor, String place) {
    trial.at(time, id, actor, "{" + place + "}");
  }

  private static void login(
      Trial trial, String time, String id, String from, String account, boolean isIn) {
    trial.at(
        time,
        id,
        "any",
        "{\"ip\": \"%s\", \"user\": %s, \"result\": \"%s\"}"
            .formatted(
                from, account == null ? "null" : "\"" + account + "\"", isIn ? "yes" : "no"));
  }

  private static void busy(Trial trial, String date, String actor, int count) {
    for (int i = 0; i < count; i++) {
      trial.at(
          "%sT10:%02d:00Z".formatted(date, i), actor + date + "%02d".formatted(i), actor, "{}");
    }
    trial.at(date + "T09:00:00Z", actor + date, actor, "{}");
  }

  private static void ask(Trial trial, String date, double second, String id, String client) {
    ask(trial, date, second, id, client, "host");
  }

  private static void ask(
      Trial trial, String date, double second, String id, String client, String host) {
    long micros =
        Instant.parse(date + "T10:00:00Z").getEpochSecond() * 1_000_000
            + Math.round(second * 1_000_000);
    String ip = client == null ? "null" : "\"" + client + "\"";
    trial.at(
        micros,
        id,
        "any",
        "{\"ip\": %s, \"host\": \"%s\", \"t\": \"%s\"}"
            .formatted(ip, host, Instant.ofEpochMilli(micros / 1000)));
  }
}
