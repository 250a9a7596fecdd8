package dev.nightwarden.guided;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How files of one kind are taken apart.
 *
 * @param words for a person: {@code JSON, one object a line}
 * @param keys of a transport of type {@code files}: texts, booleans, lists and mappings of texts
 * @param time where the format itself says when things happened; null where it does not
 * @param unless a path: records with a value there are not worth watching; null: all are
 */
record LogFormat(String words, Map<String, Object> keys, String time, String unless) {
  LogFormat {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  static LogFormat of(String words, Map<String, Object> keys) {
    return new LogFormat(words, keys, null, null);
  }
}
