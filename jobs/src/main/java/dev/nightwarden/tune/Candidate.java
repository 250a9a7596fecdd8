package dev.nightwarden.tune;

import dev.nightwarden.config.ConfigEdit;
import dev.nightwarden.plugin.KeyPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What could be changed in a config.
 *
 * @param changes by key path, the value that it is to have, as YAML in one line; empty: it goes
 */
record Candidate(Map<String, Optional<String>> changes) {
  /** The config as it is. */
  static final Candidate NOTHING = new Candidate(Map.of());

  Candidate {
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  /** The same with one change more, which takes the place of others of its key. */
  Candidate with(String key, Optional<String> value) {
    Map<String, Optional<String>> more = new LinkedHashMap<>(changes);
    more.remove(key);
    more.put(key, value);
    return new Candidate(more);
  }

  Candidate without(String key) {
    Map<String, Optional<String>> fewer = new LinkedHashMap<>(changes);
    fewer.remove(key);
    return new Candidate(fewer);
  }

  /**
   * Those that decide what is an anomaly, and with which score, beyond what can be judged again.
   */
  Candidate scoring() {
    Map<String, Optional<String>> scoring = new TreeMap<>();
    changes.forEach(
        (key, value) -> {
          if (key.endsWith("." + Space.FOREST) && value.isPresent()) {
            scoring.put(key, value);
          }
        });
    return new Candidate(scoring);
  }

  /**
   * The text with the changes.
   *
   * @param why by key, what to say above a change; none for a key that is not there
   * @throws IllegalArgumentException if the text cannot be changed so
   */
  String in(String text, Map<String, List<String>> why) {
    ConfigEdit edit = new ConfigEdit(text);
    for (var change : changes.entrySet()) {
      KeyPath path = KeyPath.parse(change.getKey());
      List<String> reasons = why.getOrDefault(change.getKey(), List.of());
      edit =
          change.getValue().isPresent()
              ? edit.set(path, change.getValue().get(), reasons)
              : edit.remove(path, reasons);
    }
    return edit.text();
  }

  /** For people: {@code profiles.people.analyzer: {type: day}; without profiles.people.forest}. */
  String words() {
    if (changes.isEmpty()) {
      return "as it is";
    }
    List<String> words = new ArrayList<>();
    changes.forEach(
        (key, value) ->
            words.add(value.map(text -> key + ": " + text).orElseGet(() -> "without " + key)));
    return String.join("; ", words);
  }
}
