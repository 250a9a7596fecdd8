package dev.nightwarden.plugin;

import java.lang.reflect.RecordComponent;
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

  private static void check(String name, Key key, Object value) {
    if (value == null) {
      if (key.required()) {
        throw new IllegalKeyException(name, "is missing");
      }
      return;
    }
    double size = Double.NaN;
    if (value instanceof Number number) {
      size = number.doubleValue();
    } else if (value instanceof Collection<?> list) {
      size = list.size();
    } else if (value instanceof Map<?, ?> map) {
      size = map.size();
    } else if (key.oneOf().length > 0 && !Arrays.asList(key.oneOf()).contains(value.toString())) {
      throw new IllegalKeyException(name, "is %s; allowed: %s".formatted(value, allowed(key)));
    }
    boolean finite = !(value instanceof Double) || Double.isFinite(size);
    if (size < key.min() || size > key.max() || size <= key.above() || !finite) {
      String found = value instanceof Number ? "is " + value : "has " + plain(size) + " entries";
      throw new IllegalKeyException(name, "%s; allowed: %s".formatted(found, allowed(key)));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
