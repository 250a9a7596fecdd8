package dev.nightwarden.feature;

import dev.nightwarden.plugin.IllegalKeyException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What entries of filters, features and flags have in common. */
final class Entries {
  private static final int MAX_NAME = 100;

  private Entries() {}

  static void check(
      String word, String type, String sql, String expression, List<String> paths, int needs) {
    boolean isSql = type.equals(sql);
    if (isSql && expression == null) {
      throw new IllegalKeyException(
          "expression", "is missing; a %s of type sql is one".formatted(word));
    }
    if (!isSql && expression != null) {
      throw new IllegalKeyException("expression", "is only for type sql");
    }
    if (paths.size() < needs) {
      throw new IllegalKeyException(
          "data_needed",
          paths.isEmpty()
              ? "is missing; name the path it reads"
              : "has %d of %d paths that it reads".formatted(paths.size(), needs));
    }
    for (String path : paths) {
      if (path.isBlank()) {
        throw new IllegalKeyException("data_needed", "has an empty path");
      }
    }
  }

  /** Names tell entries apart: in columns, detectors and the report. */
  static void checkNames(String section, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isBlank() || names.get(i).length() > MAX_NAME) {
        throw new IllegalKeyException(
            "%s.[%d].name".formatted(section, i),
            "is blank, or longer than %d characters".formatted(MAX_NAME));
      }
      if (!seen.add(names.get(i))) {
        throw new IllegalKeyException(
            "%s.[%d].name".formatted(section, i),
            "is %s, as of another entry; give it a name of its own".formatted(names.get(i)));
      }
    }
  }
}
