package dev.nightwarden.feature.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.flag.Trial.Found;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Generated attacks, and what looks like them: how many of each kind a flag finds. */
class FlagTrialsTest {
  private static final int EACH = 20;
  private static final LocalDate DATE = LocalDate.parse("2025-03-10");
  private static final double HOUR = 3600;
  private static final double DAY = 24 * HOUR;

  private final Random random = new Random(20250310);
  private final Trial trial = new Trial();
  private int messages;

  @Test
  void beaconsKeepTimeThoughTheyJitterAndPeopleDoNot() {
    for (int i = 0; i < EACH; i++) {
      double jitter = 0.25 * i / (EACH - 1);
      double interval = 60 + random.nextInt(1_740);
      for (double t = random.nextInt(3_600); t < DAY; ) {
        if (random.nextDouble() > 0.03) {
          request("beacon", i, t);
        }
        t += interval * (1 + jitter * (2 * random.nextDouble() - 1));
      }
      // Every half hour, but each starts at some moment within it, as a scheduler spreads them.
      for (int slot = 0; slot < 48; slot++) {
        request("jittered backup", i, 1_800 * (slot + random.nextDouble()));
      }
      // On the hour, within five minutes: a schedule has the shape of a beacon.
      for (int hour = 0; hour < 24; hour++) {
        request("hourly job", i, HOUR * hour + 300 * random.nextDouble());
      }
      people("day of browsing", i, 9 * HOUR, 17 * HOUR);
      people("night shift", i, 0, 8 * HOUR);
      // A monitor whose checks follow each other at random: a Poisson process.
      for (double t = 0; t < DAY; t += -300 * Math.log(1 - random.nextDouble())) {
        request("random calls", i, t);
      }
    }

    Map<String, Integer> robust = hits(Trial.aggregation("beaconing", "client: ip"));
    Map<String, Integer> exact = hits(Trial.aggregation("beaconing_detector", "client_ip: ip"));

    show("beaconing", robust);
    show("beaconing_detector", exact);
    // Of such backups one in two thousand keeps time by chance, as here.
    assertEquals(Map.of("beacon", EACH, "hourly job", EACH, "jittered backup", 1), robust);
    // Only what is exact to the second.
    assertEquals(Set.of("beacon"), exact.keySet());
  }

  @Test
  void spraysTryStrangersButOfficesTheirOwnPeople() {
    String failed = "no";
    for (int i = 0; i < EACH; i++) {
      for (int day = -5; day <= 0; day++) {
        int people = 20 + 4 * i;
        for (int p = 0; p < people; p++) {
          double t = day * DAY + 8 * HOUR + random.nextDouble() * HOUR;
          if (random.nextDouble() < 0.4) {
            login("office", i, "office%d.%d".formatted(i, p), t - 20, failed);
          }
          login("office", i, "office%d.%d".formatted(i, p), t, "yes");
          if (p < 15) {
            double night = (day * DAY) + 22 * HOUR + random.nextDouble() * HOUR;
            login("night shift", i, "night%d.%d".formatted(i, p), night - 9, failed);
            login("night shift", i, "night%d.%d".formatted(i, p), night, "yes");
          }
        }
        // A carrier's address: always other people, of whom a few mistype.
        for (int p = 0; p < 30; p++) {
          login(
              "mobile carrier",
              i,
              "somebody" + random.nextInt(),
              day * DAY + random.nextDouble() * DAY,
              random.nextDouble() < 0.3 ? failed : "yes");
        }
      }
      for (int p = 0; p < 9; p++) {
        login("nine newcomers", i, "new%d.%d".formatted(i, p), 9 * HOUR + p * 60, failed);
      }
      for (int p = 0; p < 50; p++) {
        login("one guesser", i, "admin", 3 * HOUR + 10 * p, failed);
      }
      int accounts = 12 + 5 * i;
      for (int p = 0; p < accounts; p++) {
        double pause = i % 2 == 0 ? 2 : 240;
        login("spray", i, "office%d.%d".formatted(i, p), 2 * HOUR + pause * p, failed);
      }
    }

    Map<String, Integer> told =
        hits(Trial.aggregation("spray", "source: ip, account: user, failure: \"result = 'no'\""));

    show("spray", told);
    assertEquals(Map.of("spray", EACH), told);
  }

  @Test
  void stolenPasswordsTravelFasterThanPeople() {
    for (int i = 0; i < EACH; i++) {
      // London; the thief sits in one of these.
      double[][] far = {{35.68, 139.65}, {40.71, -74.01}, {55.76, 37.62}, {-33.87, 151.21}};
      for (int hour = -72; hour < 24; hour += 4) {
        seen("theft", i, hour * HOUR + random.nextInt(600), 51.51, -0.13, "192.0.2.1");
      }
      double[] thief = far[i % far.length];
      seen("theft", i, 13 * HOUR + 60 * i, thief[0], thief[1], "198.51.100.9");
      seen("theft", i, 13.2 * HOUR + 60 * i, thief[0], thief[1], "198.51.100.9");

      // Paris to Marseille by train, 661 km in three and a half hours, and back.
      for (int step = 0; step <= 14; step++) {
        double way = step / 7.0 <= 1 ? step / 7.0 : 2 - step / 7.0;
        seen(
            "train ride",
            i,
            7 * HOUR + step * HOUR / 2 + random.nextInt(300),
            48.86 + way * (43.3 - 48.86),
            2.35 + way * (5.37 - 2.35),
            "192.0.2.2");
      }
      // London to New York in eight hours, to Tokyo in fourteen more.
      double start = -20 * HOUR + random.nextInt(3_600);
      seen("flights", i, start, 51.47, -0.45, "192.0.2.3");
      seen("flights", i, start + 8 * HOUR, 40.64, -73.78, "192.0.2.3");
      seen("flights", i, start + 9 * HOUR, 40.71, -74.01, "192.0.2.3");
      seen("flights", i, start + 23 * HOUR, 35.77, 140.39, "192.0.2.3");
      // At home, and at once by the company's VPN, which comes out in Frankfurt and Singapore.
      for (int hour = 0; hour < 24; hour += 2) {
        seen("vpn", i, hour * HOUR, 51.51, -0.13, "192.0.2.4");
        seen("vpn", i, hour * HOUR + 60, 50.11, 8.68, "203.0.113.5");
        seen("vpn", i, hour * HOUR + 90, 1.35, 103.82, "203.0.113.6");
      }
      // A phone that is said to be in one town of the country or another.
      for (int hour = 0; hour < 24; hour++) {
        double[][] towns = {{51.51, -0.13}, {51.75, -1.26}, {52.2, 0.12}, {52.48, -1.9}};
        double[] town = towns[random.nextInt(towns.length)];
        seen("phone", i, hour * HOUR + random.nextInt(3_000), town[0], town[1], "192.0.2.5");
      }
      // Never at home when others are.
      for (double hour = -74; hour < 24; hour += 24) {
        seen("night shift", i, hour * HOUR, 51.51, -0.13, "192.0.2.6");
        seen("night shift", i, (hour + 7) * HOUR, 51.6, -0.3, "192.0.2.6");
      }
    }

    Map<String, Integer> told =
        hits(
            Trial.aggregation(
                "impossible_travel",
                "latitude: lat, longitude: lon, address: ip, pass_over: [203.0.113.0/24]"));
    Map<String, Integer> withVpn =
        hits(Trial.aggregation("impossible_travel", "latitude: lat, longitude: lon"));

    show("impossible_travel", told);
    show("impossible_travel without pass_over", withVpn);
    assertEquals(Map.of("theft", EACH), told);
    assertEquals(Map.of("theft", EACH, "vpn", EACH), withVpn);
  }

  private final TreeSet<String> kinds = new TreeSet<>();

  /** How many of each kind are found, kinds without any left out. */
  private Map<String, Integer> hits(AggregationFlag flag) {
    List<Found> found = trial.ask(flag, DATE.toString());
    return found.stream()
        .map(
            hit -> hit.actor() == null ? hit.id().substring(0, hit.id().indexOf(':')) : hit.actor())
        .distinct()
        .collect(
            Collectors.toMap(who -> who.substring(0, who.indexOf('#')), who -> 1, Integer::sum));
  }

  private void show(String flag, Map<String, Integer> hits) {
    System.out.println(
        flag
            + ": "
            + kinds.stream()
                .map(kind -> "%d of %d %s".formatted(hits.getOrDefault(kind, 0), EACH, kind))
                .collect(Collectors.joining(", ")));
  }

  private void people(String kind, int i, double from, double to) {
    for (double t = from; t < to; ) {
      int load = 1 + random.nextInt(4);
      for (int r = 0; r < load; r++) {
        request(kind, i, t + 3 * random.nextDouble());
      }
      // Pages are read for seconds or for minutes.
      t += 4 + Math.exp(4 + 1.5 * random.nextGaussian());
    }
  }

  private void request(String kind, int i, double second) {
    add(kind, i, second, "\"ip\": \"%s#%d\"".formatted(kind, i));
  }

  private void login(String kind, int i, String account, double second, String result) {
    add(
        kind,
        i,
        second,
        "\"ip\": \"%s#%d\", \"user\": \"%s\", \"result\": \"%s\""
            .formatted(kind, i, account, result));
  }

  private void seen(String kind, int i, double second, double north, double east, String ip) {
    add(
        kind,
        i,
        second,
        String.format(
            Locale.ROOT, "\"lat\": %.2f, \"lon\": %.2f, \"ip\": \"%s\"", north, east, ip));
  }

  private void add(String kind, int i, double second, String json) {
    kinds.add(kind);
    String actor = kind + "#" + i;
    long micros =
        DATE.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000
            + Math.round(second * 1_000_000);
    trial.at(micros, actor + ":" + messages++, actor, "{" + json + "}");
  }
}
