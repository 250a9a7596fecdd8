package dev.nightwarden.predictive;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values that an actor has shown, as far as the probability of another depends on them: how
 * many values have the same counts.
 */
public final class OwnValues {
  private final SortedMap<OwnValue, Long> values = new TreeMap<>();
  private long total;
  private long distinct;

  /**
   * What is known of a value.
   *
   * @param count how often the actor has shown it, above 0
   * @param peers how many of its peers showed it before the day
   * @param others how many of all others did
   * @param isOld whether the actor itself showed it before the day, so that it is in the crowd
   */
  public record OwnValue(long count, int peers, int others, boolean isOld)
      implements Comparable<OwnValue> {
    @Override
    public int compareTo(OwnValue other) {
      int order = Long.compare(count, other.count);
      order = order != 0 ? order : Integer.compare(peers, other.peers);
      order = order != 0 ? order : Integer.compare(others, other.others);
      return order != 0 ? order : Boolean.compare(isOld, other.isOld);
    }

    private int self() {
      return isOld ? 1 : 0;
    }

    /** How many members of the group showed it, the actor included. */
    int inGroup() {
      return peers + self();
    }

    /** How many of the organisation did. */
    int inOrganisation() {
      return others + self();
    }
  }

  /** Adds a value, or takes one away with {@code -1}; a count of 0 is no value. */
  public void add(OwnValue value, int sign) {
    if (value.count() == 0) {
      return;
    }
    long now = values.merge(value, (long) sign, Long::sum);
    if (now == 0) {
      values.remove(value);
    }
    total += sign * value.count();
    distinct += sign;
  }

  SortedMap<OwnValue, Long> values() {
    return values;
  }

  /** N: how many messages there were. */
  public long total() {
    return total;
  }

  /** G: how many values they showed. */
  public long distinct() {
    return distinct;
  }
}
