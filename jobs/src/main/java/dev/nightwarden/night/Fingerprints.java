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
      stage
          .fingerprintMark()
          .ifPresent(
              mark -> stage.fingerprints().forEach((of, hash) -> all.put(of + end(mark), hash)));
    }
    return new Fingerprints(all);
  }

  /** The stages whose settings are other than they were. */
  List<Stage> changed(List<Stage> stages, Map<String, String> before) {
    return stages.stream()
        .filter(
            stage ->
                stage
                    .fingerprintMark()
                    .filter(mark -> !own(mark, all).equals(own(mark, before)))
                    .isPresent())
        .toList();
  }

  private static Map<String, String> own(String mark, Map<String, String> hashes) {
    Map<String, String> own = new TreeMap<>(hashes);
    own.keySet().removeIf(key -> !end(mark).equals(endOf(key)));
    return own;
  }

  private static String end(String mark) {
    return mark.isEmpty() ? "" : MARK + mark;
  }

  private static String endOf(String key) {
    return key.indexOf(MARK) < 0 ? "" : key.substring(key.lastIndexOf(MARK));
  }
}
