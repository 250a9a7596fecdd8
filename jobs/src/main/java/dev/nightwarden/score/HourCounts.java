package dev.nightwarden.score;

import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.predictive.PitmanYor;
import java.util.Arrays;

/**
 * At which hours of the week one actor was active, and how unlikely another is. A message counts
 * for its own hour by a third, and for those up to two hours away by two and by one ninth each,
 * around the week.
 *
 * <p>With c so weighted among N messages, n of M pairs of a peer and an hour, and o of O such pairs
 * of all others, of L hours:
 *
 * <pre>
 * P(h) = (c + s P_peers(h)) / (N + s),  P_peers(h) = (n + s' P_all(h)) / (M + s')
 * P_all(h) = (o - d) / (O + t) + (t + d L) / (O + t) P_day(h),  the first part 0 where o is
 * P_day(h) = (o_day + 1) / (O + 24) / 7
 * </pre>
 *
 * where o_day are the pairs at the same time of all days, as a Tuesday at noon is much like a
 * Monday at noon. The actor is in none of the counts of others. Without peers P_peers is P_all.
 */
final class HourCounts {
  private static final int[] KERNEL = {1, 2, 3, 2, 1};
  private static final int WEIGHT = 9;
  private static final int REACH = 2;
  private static final double TIE = 1 + 1e-12;

  private final long[] counts = new long[HourOfWeek.HOURS];
  private final long[] today = new long[HourOfWeek.HOURS];
  private final int[] peers = new int[HourOfWeek.HOURS];
  private final int[] others = new int[HourOfWeek.HOURS];
  private int[] ofPeers = {};
  private int[] ofAll = {};
  private boolean isWithoutPeers;
  private long total;

  void add(int hour, long weight) {
    if (hour >= 0) {
      counts[hour] += weight;
      total += weight;
    }
  }

  /** Notes how many others showed an hour that the actor has shown. */
  void others(int hour, int byPeers, int byOthers) {
    if (hour >= 0) {
      peers[hour] = byPeers;
      others[hour] = byOthers;
    }
  }

  void show(int hour) {
    if (hour >= 0) {
      today[hour]++;
      add(hour, 1);
    }
  }

  /** How many messages were within two hours of an hour. */
  long near(int hour) {
    long near = 0;
    for (int away = -REACH; away <= REACH; away++) {
      near += counts[around(hour + away)];
    }
    return near;
  }

  private static int around(int hour) {
    return Math.floorMod(hour, HourOfWeek.HOURS);
  }

  /**
   * A new date of the actor.
   *
   * @param byPeers how many of the group showed each hour before the date, the actor included
   * @param byAll how many of everybody did
   * @param isAlone whether everybody stands for the peers
   */
  void turn(int[] byPeers, int[] byAll, boolean isAlone) {
    Arrays.fill(today, 0);
    ofPeers = byPeers;
    ofAll = byAll;
    isWithoutPeers = isAlone;
  }

  /** The probability of an hour that is no likelier: in (0, 1]. */
  double tail(int hour, Parameters parameters) {
    long peerPairs = 0;
    long pairs = 0;
    int values = 0;
    long[] ofDay = new long[24];
    int[] n = new int[HourOfWeek.HOURS];
    int[] o = new int[HourOfWeek.HOURS];
    for (int at = 0; at < HourOfWeek.HOURS; at++) {
      // Where the actor was before the day it is among those; then it was told without it.
      boolean isOld = counts[at] - today[at] > 0;
      n[at] = isOld ? peers[at] : ofPeers[at];
      o[at] = isOld ? others[at] : ofAll[at];
      peerPairs += n[at];
      pairs += o[at];
      values += o[at] > 0 ? 1 : 0;
      ofDay[at % 24] += o[at];
    }
    PitmanYor all = parameters.organisation();
    PitmanYor group = parameters.peers();
    PitmanYor own = parameters.own();
    double[] probability = new double[HourOfWeek.HOURS];
    for (int at = 0; at < HourOfWeek.HOURS; at++) {
      double onAnyDay = (ofDay[at % 24] + 1.0) / (pairs + 24) / 7;
      double behind = all.kept(o[at], pairs) + all.left(pairs, values) * onAnyDay;
      if (!isWithoutPeers) {
        behind = group.kept(n[at], peerPairs) + group.left(peerPairs, 0) * behind;
      }
      probability[at] = (smoothed(at) + own.strength() * behind) / (total + own.strength());
    }
    double most = probability[hour] * TIE;
    double tail = 0;
    for (double each : probability) {
      tail += each <= most ? each : 0;
    }
    return Math.min(1, tail);
  }

  private double smoothed(int hour) {
    long sum = 0;
    for (int away = -REACH; away <= REACH; away++) {
      sum += KERNEL[away + REACH] * counts[around(hour + away)];
    }
    return (double) sum / WEIGHT;
  }
}
