package dev.nightwarden.peers;

import java.util.List;

/**
 * The groups of one actor.
 *
 * @param days from which each holds, as days since 1970, ascending
 * @param names what its members have in common; empty for none
 */
record GroupSpans(List<Integer> days, List<String> names) {
  static final GroupSpans NONE = new GroupSpans(List.of(), List.of());

  String on(int day) {
    String name = "";
    for (int at = 0; at < days.size() && days.get(at) <= day; at++) {
      name = names.get(at);
    }
    return name;
  }

  /** What is told of each time of a group, the time before the first being that of none. */
  interface Visitor {
    void during(int from, int until, String name);
  }

  void each(Visitor visitor) {
    int from = Integer.MIN_VALUE;
    String name = "";
    for (int at = 0; at < days.size(); at++) {
      visitor.during(from, days.get(at), name);
      from = days.get(at);
      name = names.get(at);
    }
    visitor.during(from, Integer.MAX_VALUE, name);
  }
}
