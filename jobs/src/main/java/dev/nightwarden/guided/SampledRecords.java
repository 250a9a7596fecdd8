package dev.nightwarden.guided;

import dev.nightwarden.value.FieldPath;
import dev.nightwarden.value.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records of a sample and the fields that they have, in the order in which they are first met.
 *
 * @param size how many records
 */
record SampledRecords(int size, Map<String, SampledField> fields) {
  /** More paths are those of data used as keys. */
  private static final int MOST_PATHS = 1_000;

  private static final int LONGEST_PATH = 200;
  private static final int DEEPEST = 6;

  /** The fields of records that are JSON objects; any other record counts and has none. */
  static SampledRecords of(List<String> records) {
    return of(records, Set.of());
  }

  /**
   * @param nulls texts that stand for no value
   */
  static SampledRecords of(List<String> records, Set<String> nulls) {
    Map<String, Object[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      Map<String, Object> tree = tree(records.get(i));
      if (tree != null) {
        add(columns, tree, "", tree, i, records.size(), 1);
      }
    }
    Map<String, SampledField> fields = new LinkedHashMap<>();
    columns.forEach(
        (path, values) -> {
          List<Object> known = Arrays.asList(values);
          known.replaceAll(
              value -> value instanceof String && nulls.contains(value) ? null : value);
          fields.put(path, new SampledField(path, known));
        });
    return new SampledRecords(records.size(), fields);
  }

  /** A record as maps and lists; null where it is no JSON object. */
  static Map<String, Object> tree(String json) {
    try {
      if (Json.read(json, Json.Duplicates.LAST) instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked") // Json.read makes every object so.
        Map<String, Object> tree = (Map<String, Object>) map;
        return tree;
      }
    } catch (Json.Problem none) {
      return null;
    }
    return null;
  }

  private static void add(
      Map<String, Object[]> columns,
      Map<String, Object> root,
      String prefix,
      Map<?, ?> object,
      int record,
      int size,
      int depth) {
    object.forEach(
        (key, value) -> {
          String path = prefix + key;
          if (path.isEmpty() || path.length() > LONGEST_PATH || value == null) {
            return;
          }
          if (value instanceof Map<?, ?> inner) {
            if (depth < DEEPEST) {
              add(columns, root, path + ".", inner, record, size, depth + 1);
            }
            return;
          }
          boolean isKnown = columns.containsKey(path);
          if (!isKnown && columns.size() >= MOST_PATHS) {
            return;
          }
          // A key with a dot in it can hide what is nested: then the path leads elsewhere.
          if (value.equals(FieldPath.of(path).find(root))) {
            columns.computeIfAbsent(path, p -> new Object[size])[record] = value;
          }
        });
  }

  /** The field at a path; without values where there is none. */
  SampledField field(String path) {
    SampledField found = fields.get(path);
    return found == null ? new SampledField(path, Arrays.asList(new Object[size])) : found;
  }

  Collection<SampledField> all() {
    return fields.values();
  }

  /** The paths that most records have, sorted. */
  Set<String> usualPaths() {
    Set<String> usual = new TreeSet<>();
    for (SampledField field : all()) {
      if (2 * field.present() >= size) {
        usual.add(field.path());
      }
    }
    return usual;
  }

  /** At most so many records, spread over all of them. */
  static <T> List<T> spread(List<T> all, int most) {
    if (all.size() <= most) {
      return List.copyOf(all);
    }
    List<T> some = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return List.copyOf(some);
  }
}
