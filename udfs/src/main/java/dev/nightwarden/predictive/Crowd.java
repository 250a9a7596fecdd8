package dev.nightwarden.predictive;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * What the members of a group and all others of the organisation showed before a day: not which
 * values, but how many values were shown by so many of both. It includes the actor that is judged,
 * who is taken out again by {@link Tail}.
 */
public final class Crowd implements Serializable {
  private static final long serialVersionUID = 1;

  /** Of whom nothing is known. */
  public static final Crowd NOBODY = new Crowd(new int[0], new int[0], new long[0]);

  private final int[] members;
  private final int[] everybody;
  private final long[] values;
  private final Level group;
  private final Level organisation;

  /** Draws of one level: pairs of an actor and a value that it showed, and values among them. */
  private record Level(long pairs, long distinct) implements Serializable {}

  /** So many members of the group, and so many of the organisation, showed a value. */
  public record Shown(int members, int everybody) implements Comparable<Shown> {
    @Override
    public int compareTo(Shown other) {
      int byMembers = Integer.compare(members, other.members);
      return byMembers != 0 ? byMembers : Integer.compare(everybody, other.everybody);
    }
  }

  private Crowd(int[] members, int[] everybody, long[] values) {
    this.members = members;
    this.everybody = everybody;
    this.values = values;
    group = level(members, values);
    organisation = level(everybody, values);
  }

  /**
   * The crowd of which so many values were shown by so many.
   *
   * @param values how many values were shown by so many
   */
  public static Crowd of(SortedMap<Shown, Long> values) {
    int[] members = values.keySet().stream().mapToInt(Shown::members).toArray();
    int[] everybody = values.keySet().stream().mapToInt(Shown::everybody).toArray();
    return new Crowd(
        members, everybody, values.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** The same for a group of which nobody showed anything. */
  public Crowd ofOutsiders() {
    return new Crowd(new int[members.length], everybody, values);
  }

  private static Level level(int[] by, long[] values) {
    long pairs = 0;
    long distinct = 0;
    for (int i = 0; i < by.length; i++) {
      pairs += by[i] * values[i];
      distinct += by[i] > 0 ? values[i] : 0;
    }
    return new Level(pairs, distinct);
  }

  int size() {
    return values.length;
  }

  int members(int at) {
    return members[at];
  }

  int everybody(int at) {
    return everybody[at];
  }

  long values(int at) {
    return values[at];
  }

  /** Where values stand that so many showed; negative where there are none. */
  int find(int byMembers, int byEverybody) {
    int from = lowerBound(byMembers);
    int to = lowerBound(byMembers + 1);
    return Arrays.binarySearch(everybody, from, to, byEverybody);
  }

  private int lowerBound(int byMembers) {
    int low = 0;
    int high = members.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (members[middle] < byMembers) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  long groupPairs() {
    return group.pairs();
  }

  long groupDistinct() {
    return group.distinct();
  }

  long pairs() {
    return organisation.pairs();
  }

  long distinct() {
    return organisation.distinct();
  }
}
