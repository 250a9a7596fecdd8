package dev.nightwarden.plugin;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Checks the values of a settings record against its {@link Key}s. */
public final class Keys {
  private Keys() {}

  /**
   * Checks all components of a record; a record calls it first in its constructor, so that none can
   * exist that is out of range.
   *
   * @param values the components in the order of their declaration
   * @throws IllegalKeyException for the first value that is missing or out of range
   */
  public static void check(Class<? extends Record> type, Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length != values.length) {
      throw new IllegalArgumentException(
          "%s has %d components, not %d".formatted(type, components.length, values.length));
    }
    for (int i = 0; i < components.length; i++) {
      Key key = components[i].getAnnotation(Key.class);
      if (key != null) {
        check(name(components[i]), key, values[i]);
      }
    }
  }

  /** The key that a component is written as: {@code warmUp} becomes {@code warm_up}. */
  public static String name(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** What a key allows, in words: {@code a number in (0, 1]}; empty where anything goes. */
  public static String allowed(Key key) {
    if (key.oneOf().length > 0) {
      return "one of " + String.join(", ", key.oneOf());
    }
    boolean open = key.above() != Double.NEGATIVE_INFINITY;
    double low = open ? key.above() : key.min();
    boolean bounded = key.max() != Double.POSITIVE_INFINITY;
    if (low == Double.NEGATIVE_INFINITY && !bounded) {
      return "";
    }
    if (!bounded) {
      return (open ? "more than " : "at least ") + plain(low);
    }
    if (low == Double.NEGATIVE_INFINITY) {
      return "at most " + plain(key.max());
    }
    return "a number in %s%s, %s]".formatted(open ? "(" : "[", plain(low), plain(key.max()));
  }

  /**
   * Whether a value is among those that its key allows; null always is.
   *
   * @param value a number, a duration (which counts in seconds), a list or map (whose entries
   *     count), or anything else, whose text must then be one of {@link Key#oneOf}
   */
  public static boolean allows(Key key, Object value) {
    if (value == null) {
      return true;
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return false;
    }
    double size = size(value);
    if (!Double.isNaN(size)) {
      return size >= key.min() && size <= key.max() && size > key.above();
    }
    return key.oneOf().length == 0 || Arrays.asList(key.oneOf()).contains(value.toString());
  }

  private static void check(String name, Key key, Object value) {
    if (value == null && key.required()) {
      throw new IllegalKeyException(name, "is missing");
    }
    if (!allows(key, value)) {
      String found =
          value instanceof Collection || value instanceof Map
              ? "has " + plain(size(value)) + " entries"
              : "is " + (key.secret() ? "***" : value);
      throw new IllegalKeyException(name, "%s; allowed: %s".formatted(found, allowed(key)));
    }
  }

  /** The number that bounds apply to; NaN where none do. */
  private static double size(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Duration duration) {
      return duration.toSeconds();
    }
    if (value instanceof Collection<?> list) {
      return list.size();
    }
    return value instanceof Map<?, ?> map ? map.size() : Double.NaN;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
