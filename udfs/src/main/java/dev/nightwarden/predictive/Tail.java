package dev.nightwarden.predictive;

import dev.nightwarden.predictive.OwnValues.OwnValue;
import java.util.Map;

/**
 * The probability that an actor's next value is one that is no likelier than a given one.
 *
 * <p>A value that the actor showed c times in N messages of G values, n of its peers and o of all
 * others showed before, has
 *
 * <pre>
 * P(v)       = kept(c, N)  + left(N, G)   P_peers(v)
 * P_peers(v) = kept(n, M)  + left(M, K)   P_organisation(v)
 * P_organisation(v) = kept(o, O) + left(O, L) [v was never seen]
 * </pre>
 *
 * where M and O are the pairs of an actor and a value among its peers and among all others, K and L
 * the values in them: who shows a value counts once, however often. All values that nobody ever
 * showed are one outcome. The actor itself is left out of both. An actor without peers has {@code
 * P_peers = P_organisation}. Sanna Passino and Heard 2019 ("Modelling dynamic network evolution as
 * a Pitman-Yor process") judge connections of a network by such a tail.
 */
public final class Tail {
  /** Probabilities that differ by less, relatively, are equal. */
  private static final double TIE = 1 + 1e-12;

  private final Parameters parameters;
  private final OwnValues own;
  private final Crowd crowd;
  private final boolean isWithoutPeers;
  private long groupPairs;
  private long groupDistinct;
  private long pairs;
  private long distinct;

  /**
   * @param isWithoutPeers whether all others stand for the peers; then {@code crowd} is everybody's
   */
  public Tail(Parameters parameters, OwnValues own, Crowd crowd, boolean isWithoutPeers) {
    this.parameters = parameters;
    this.own = own;
    this.crowd = crowd;
    this.isWithoutPeers = isWithoutPeers;
    leaveOutTheActor();
  }

  private void leaveOutTheActor() {
    groupPairs = crowd.groupPairs();
    groupDistinct = crowd.groupDistinct();
    pairs = crowd.pairs();
    distinct = crowd.distinct();
    for (Map.Entry<OwnValue, Long> value : own.values().entrySet()) {
      if (value.getKey().isOld()) {
        groupPairs -= value.getValue();
        pairs -= value.getValue();
        groupDistinct -= value.getKey().peers() == 0 ? value.getValue() : 0;
        distinct -= value.getKey().others() == 0 ? value.getValue() : 0;
      }
    }
  }

  /**
   * The tail of a value: in (0, 1].
   *
   * @param value as it is counted in {@code own} and in the crowd
   * @param peers how many peers it is to be judged by
   * @param others how many others
   */
  public double of(OwnValue value, int peers, int others) {
    double probability =
        probability(value.count(), peers, others, value.count() == 0 && others == 0);
    double most = probability * TIE;
    double sum = probability;
    long[] left = new long[crowd.size()];
    for (int at = 0; at < left.length; at++) {
      left[at] = crowd.values(at);
    }
    for (Map.Entry<OwnValue, Long> other : own.values().entrySet()) {
      OwnValue known = other.getKey();
      takeOut(left, known, other.getValue());
      long values = other.getValue() - (known.equals(value) ? 1 : 0);
      double each = probability(known.count(), known.peers(), known.others(), false);
      if (values > 0 && each <= most) {
        sum += values * each;
      }
    }
    if (value.count() == 0) {
      takeOut(left, value, 1);
    }
    for (int at = 0; at < left.length; at++) {
      if (left[at] > 0) {
        double each = probability(0, crowd.members(at), crowd.everybody(at), false);
        if (each <= most) {
          sum += left[at] * each;
        }
      }
    }
    boolean isNeverSeen = value.count() == 0 && others == 0;
    double never = probability(0, 0, 0, true);
    if (!isNeverSeen && never <= most) {
      sum += never;
    }
    return Math.min(1, sum);
  }

  private void takeOut(long[] left, OwnValue value, long values) {
    if (value.inOrganisation() > 0) {
      int at = crowd.find(value.inGroup(), value.inOrganisation());
      if (at >= 0) {
        left[at] -= values;
      }
    }
  }

  /** P of a value, or of all that nobody ever showed. */
  private double probability(long count, int peers, int others, boolean isNeverSeen) {
    PitmanYor ofOwn = parameters.own();
    double behind = byPeers(peers, others, isNeverSeen);
    return ofOwn.kept(count, own.total()) + ofOwn.left(own.total(), own.distinct()) * behind;
  }

  private double byPeers(int peers, int others, boolean isNeverSeen) {
    PitmanYor ofAll = parameters.organisation();
    double behind = ofAll.kept(others, pairs) + (isNeverSeen ? ofAll.left(pairs, distinct) : 0);
    if (isWithoutPeers) {
      return behind;
    }
    PitmanYor ofPeers = parameters.peers();
    return ofPeers.kept(peers, groupPairs) + ofPeers.left(groupPairs, groupDistinct) * behind;
  }
}
