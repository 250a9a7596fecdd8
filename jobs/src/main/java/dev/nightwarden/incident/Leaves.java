package dev.nightwarden.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The values of a record that are no object and no array, by where they lie: keys joined by dots,
 * with {@code *} for every place of an array.
 */
final class Leaves {
  private static final String PLACE = "*";

  private Leaves() {}

  /** Calls for each value that is not null, in the order of the record. */
  static void each(Map<String, Object> record, BiConsumer<String, Object> visit) {
    record.forEach((key, value) -> each(key, value, visit));
  }

  private static void each(String path, Object value, BiConsumer<String, Object> visit) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> each(path + "." + key, inner, visit));
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> each(path + "." + PLACE, inner, visit));
    } else if (value != null) {
      visit.accept(path, value);
    }
  }

  /** The first value at each path. */
  static Map<String, Object> of(Map<String, Object> record) {
    Map<String, Object> leaves = new LinkedHashMap<>();
    each(record, leaves::putIfAbsent);
    return leaves;
  }

  /** The same record with other values in the place of those that are not null. */
  static Map<String, Object> map(
      Map<String, Object> record, BiFunction<String, Object, Object> change) {
    Map<String, Object> changed = new LinkedHashMap<>();
    record.forEach((key, value) -> changed.put(key, map(key, value, change)));
    return changed;
  }

  private static Object map(String path, Object value, BiFunction<String, Object, Object> change) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> changed = new LinkedHashMap<>();
      map.forEach((key, inner) -> changed.put((String) key, map(path + "." + key, inner, change)));
      return changed;
    }
    if (value instanceof List<?> list) {
      List<Object> changed = new ArrayList<>();
      list.forEach(inner -> changed.add(map(path + "." + PLACE, inner, change)));
      return changed;
    }
    return value == null ? null : change.apply(path, value);
  }

  /** The same record with the object at a path of another; as it is where one of them has none. */
  @SuppressWarnings("unchecked") // Keys of records are texts.
  static Map<String, Object> adopting(
      Map<String, Object> record, String path, Map<String, Object> other) {
    Map<String, Object> changed = new LinkedHashMap<>(record);
    record.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> own && other.get(key) instanceof Map<?, ?> others) {
            if (key.equals(path)) {
              changed.put(key, others);
            } else if (path.startsWith(key + ".")) {
              changed.put(
                  key,
                  adopting(
                      (Map<String, Object>) own,
                      path.substring(key.length() + 1),
                      (Map<String, Object>) others));
            }
          }
        });
    return changed;
  }

  /** Whether a path names one place only. */
  static boolean isSingle(String path) {
    return !path.contains("." + PLACE);
  }
}
