package dev.nightwarden.night;

import dev.nightwarden.pipeline.Stage;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The hashes of the settings that decide what stages make, as {@code runs} keeps them.
 *
 * @param all by what they are settings of, and the stage's mark
 */
record Fingerprints(SortedMap<String, String> all) {
  private static final char MARK = '#';

  static Fingerprints of(List<Stage> stages) {
    SortedMap<String, String> all = new TreeMap<>();
    for (Stage stage : stages) {
      stage.fingerprints().forEach((of, hash) -> all.put(of + end(stage), hash));
    }
    return new Fingerprints(all);
  }

  /** The stages whose settings are other than they were. */
  List<Stage> changed(List<Stage> stages, Map<String, String> before) {
    return stages.stream().filter(stage -> !own(stage, all).equals(own(stage, before))).toList();
  }

  private static Map<String, String> own(Stage stage, Map<String, String> hashes) {
    Map<String, String> own = new TreeMap<>(hashes);
    own.keySet().removeIf(key -> !end(stage).equals(end(key)));
    return own;
  }

  private static String end(Stage stage) {
    return stage.fingerprintMark().isEmpty() ? "" : MARK + stage.fingerprintMark();
  }

  private static String end(String key) {
    return key.indexOf(MARK) < 0 ? "" : key.substring(key.lastIndexOf(MARK));
  }
}
