package dev.nightwarden.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.predictive.PitmanYor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HourCountsTest {
  private static final Parameters PARAMETERS =
      new Parameters(new PitmanYor(0, 4), new PitmanYor(0, 3), new PitmanYor(.5, 1));

  private static HourCounts alone() {
    HourCounts counts = new HourCounts();
    counts.turn(new int[168], new int[168], true);
    return counts;
  }

  /** With nobody else and nothing known all hours of the week are alike. */
  @Test
  void whereNothingIsKnownNoHourIsUnlikely() {
    assertEquals(1, alone().tail(3, PARAMETERS), 1e-9);
  }

  @Test
  void theWeekIsRoundAndNeighboursShareWhatIsKnown() {
    HourCounts counts = alone();
    counts.add(167, 9);

    // Nine on Sunday at 23: three count for Monday 1 by one ninth each ... here one of 9 + 4.
    double none = 4 / 168.0;
    double[] expected = new double[168];
    Arrays.fill(expected, none);
    for (int away = -2; away <= 2; away++) {
      expected[Math.floorMod(167 + away, 168)] += 3 - Math.abs(away);
    }
    for (int hour : List.of(165, 166, 167, 0, 1, 2, 80)) {
      double tail = 0;
      for (double each : expected) {
        tail += each <= expected[hour] * (1 + 1e-9) ? each / 13 : 0;
      }
      assertEquals(tail, counts.tail(hour, PARAMETERS), 1e-9, "hour " + hour);
    }
    assertEquals(9, counts.near(1));
    assertEquals(0, counts.near(2));
  }

  /** Random actors, one message at a time, against sums over all that they did. */
  @Test
  void theTailIsThatOfWhatAllDidBeforeTheDay() {
    Random random = new Random(5);
    int actors = 6;
    List<List<int[]>> messages = new ArrayList<>();
    for (int actor = 0; actor < actors; actor++) {
      List<int[]> own = new ArrayList<>();
      for (int day = 0; day < 12; day++) {
        for (int count = random.nextInt(4); count > 0; count--) {
          own.add(new int[] {day, random.nextInt(3) == 0 ? random.nextInt(168) : 30 + 3 * actor});
        }
      }
      messages.add(own);
    }
    for (int actor = 0; actor < actors; actor++) {
      HourCounts counts = new HourCounts();
      List<int[]> own = messages.get(actor);
      int told = -1;
      for (int at = 0; at < own.size(); at++) {
        int day = own.get(at)[0];
        if (day != told) {
          for (int hour = 0; hour < 168; hour++) {
            counts.others(
                hour,
                showed(messages, hour, day, Set.of(0, 1, 2), actor),
                showed(messages, hour, day, null, actor));
          }
          int[] ofPeers = new int[168];
          int[] ofAll = new int[168];
          for (int hour = 0; hour < 168; hour++) {
            ofPeers[hour] = showed(messages, hour, day, Set.of(0, 1, 2), -1);
            ofAll[hour] = showed(messages, hour, day, null, -1);
          }
          counts.turn(ofPeers, ofAll, false);
          told = day;
        }
        double expected = expected(messages, actor, at);
        double tail = counts.tail(own.get(at)[1], PARAMETERS);
        assertEquals(expected, tail, 1e-9, "message " + at + " of " + actor);
        assertTrue(tail > 0 && tail <= 1);
        counts.show(own.get(at)[1]);
      }
    }
  }

  private static int showed(
      List<List<int[]>> messages, int hour, int before, Set<Integer> group, int without) {
    Set<Integer> who = new TreeSet<>();
    for (int actor = 0; actor < messages.size(); actor++) {
      for (int[] message : messages.get(actor)) {
        if (message[0] < before && message[1] == hour) {
          who.add(actor);
        }
      }
    }
    who.remove(without);
    if (group != null) {
      who.retainAll(group);
    }
    return who.size();
  }

  private static double expected(List<List<int[]>> messages, int actor, int at) {
    int day = messages.get(actor).get(at)[0];
    double[] probability = new double[168];
    int peerPairs = 0;
    int pairs = 0;
    int values = 0;
    for (int hour = 0; hour < 168; hour++) {
      peerPairs += showed(messages, hour, day, Set.of(0, 1, 2), actor);
      int others = showed(messages, hour, day, null, actor);
      pairs += others;
      values += others > 0 ? 1 : 0;
    }
    double sum = 0;
    for (int hour = 0; hour < 168; hour++) {
      double own = 0;
      for (int[] message : messages.get(actor).subList(0, at)) {
        int away = Math.min(Math.abs(message[1] - hour), 168 - Math.abs(message[1] - hour));
        own += Math.max(0, 3 - away) / 9.0;
      }
      int others = showed(messages, hour, day, null, actor);
      int onAnyDay = 0;
      for (int other = hour % 24; other < 168; other += 24) {
        onAnyDay += showed(messages, other, day, null, actor);
      }
      double all =
          (others > 0 ? others - .5 : 0) / (pairs + 1.0)
              + (1 + .5 * values) / (pairs + 1.0) * (onAnyDay + 1) / (pairs + 24) / 7;
      double peers =
          (showed(messages, hour, day, Set.of(0, 1, 2), actor) + 3 * all) / (peerPairs + 3.0);
      probability[hour] = (own + 4 * peers) / (at + 4.0);
      sum += probability[hour];
    }
    assertEquals(1, sum, 1e-9);
    double judged = probability[messages.get(actor).get(at)[1]];
    double tail = 0;
    for (double each : probability) {
      tail += each <= judged * (1 + 1e-9) ? each : 0;
    }
    return tail;
  }
}
