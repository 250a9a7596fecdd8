package dev.nightwarden.plugin;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks settings records against their {@link Key}s. */
public final class Keys {
  private Keys() {}

  /**
   * Checks settings that were made by a program, as the config reader checks those that it reads:
   * each key by its {@link Key}, then the keys together if the record is {@link Checked}; inside
   * out, with all records in the record's own keys, lists and maps.
   *
   * @return the settings
   * @throws IllegalKeyException for the first key that is missing, out of range or does not go with
   *     the others; it names the key by its path, such as {@code profiles.logins.forest.trees}
   */
  public static <T extends Record> T checked(T settings) {
    check(settings, KeyPath.TOP);
    return settings;
  }

  private static void check(Object value, KeyPath path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(list.get(i), path.then(i));
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, entry) -> check(entry, path.then(String.valueOf(name))));
    } else if (value instanceof Record settings) {
      for (RecordComponent component : settings.getClass().getRecordComponents()) {
        Key key = component.getAnnotation(Key.class);
        if (key != null) {
          Object inner = value(settings, component);
          check(path.then(name(component)), key, inner);
          check(inner, path.then(name(component)));
        }
      }
      checkTogether(settings, path);
    }
  }

  private static void checkTogether(Record settings, KeyPath path) {
    if (settings instanceof Checked checked) {
      try {
        checked.check();
      } catch (IllegalKeyException refused) {
        KeyPath key = path.then(KeyPath.of(refused));
        throw new IllegalKeyException(key.toString(), refused.problem());
      }
    }
  }

  private static Object value(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s cannot be read".formatted(component), e);
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

  private static void check(KeyPath path, Key key, Object value) {
    if (value == null && key.required()) {
      throw new IllegalKeyException(path.toString(), "is missing");
    }
    if (!allows(key, value)) {
      String found =
          value instanceof Collection || value instanceof Map
              ? "has " + plain(size(value)) + " entries"
              : "is " + (key.secret() ? "***" : value);
      throw new IllegalKeyException(
          path.toString(), "%s; allowed: %s".formatted(found, allowed(key)));
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
