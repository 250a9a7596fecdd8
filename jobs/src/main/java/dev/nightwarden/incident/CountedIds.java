package dev.nightwarden.incident;

import dev.nightwarden.organisation.Draws;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Ids that count up with time: what is made up for a moment lies between its neighbours'. */
final class CountedIds {
  private static final int MOST_TRIES = 200;

  private final NavigableMap<Long, Object> byTime;
  private final Set<Object> used;

  private CountedIds(NavigableMap<Long, Object> byTime) {
    this.byTime = byTime;
    this.used = new HashSet<>(byTime.values());
  }

  /**
   * The ids of messages, where they are whole numbers of which 19 in 20 are above the one before.
   *
   * @param id of a message; null for none
   */
  static Optional<CountedIds> of(List<Recorded> messages, Function<Recorded, Object> id) {
    NavigableMap<Long, Object> byTime = new TreeMap<>();
    for (Recorded message : messages) {
      Object value = id.apply(message);
      if (value != null && !value.toString().matches("\\d{1,18}")) {
        return Optional.empty();
      }
      if (value != null) {
        byTime.merge(message.micros(), value, (a, b) -> number(a) > number(b) ? a : b);
      }
    }
    int rising = 0;
    long before = Long.MIN_VALUE;
    for (Object value : byTime.values()) {
      rising += number(value) > before ? 1 : 0;
      before = number(value);
    }
    return byTime.size() >= 20 && rising >= .95 * byTime.size()
        ? Optional.of(new CountedIds(byTime))
        : Optional.empty();
  }

  /** An id for a moment that was not seen and not given before; empty where none is left. */
  Optional<Object> next(long micros, Draws draws) {
    Map.Entry<Long, Object> before = byTime.floorEntry(micros);
    Map.Entry<Long, Object> after = byTime.higherEntry(micros);
    // Before the first and after the last, within a step of the usual size.
    long step =
        Math.max(
            1,
            (number(byTime.lastEntry().getValue()) - number(byTime.firstEntry().getValue()))
                / byTime.size());
    long low = before == null ? number(after.getValue()) - step - 1 : number(before.getValue());
    long high = after == null ? low + step + 1 : number(after.getValue());
    Object like = (before == null ? after : before).getValue();
    for (int attempt = 0; attempt < MOST_TRIES && high - low > 1; attempt++) {
      long number = low + 1 + draws.below((int) Math.min(Integer.MAX_VALUE, high - low - 1));
      Object made = number >= 0 ? written(number, like) : null;
      if (made != null && used.add(made)) {
        return Optional.of(made);
      }
    }
    return Optional.empty();
  }

  /** A number or a text, with as many zeros before it as the other has. */
  private static Object written(long number, Object like) {
    if (like instanceof Long) {
      return number;
    }
    String text = like.toString();
    return text.startsWith("0")
        ? ("%0" + text.length() + "d").formatted(number)
        : Long.toString(number);
  }

  private static long number(Object id) {
    return Long.parseLong(id.toString());
  }
}
