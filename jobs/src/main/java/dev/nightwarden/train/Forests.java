package dev.nightwarden.train;

import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The profiles that have forests.
 *
 * @param profiles in the order of the config
 */
public record Forests(List<ProfileForests> profiles) {
  public Forests {
    profiles = List.copyOf(profiles);
  }

  /** Whether no profile has forests. */
  public boolean isNone() {
    return profiles.isEmpty();
  }

  /** The forests of a profile; empty where it has none. */
  Optional<ProfileForests> of(String profile) {
    return profiles.stream().filter(forests -> forests.name().equals(profile)).findFirst();
  }

  /** How many events an actor needs, in words: {@code 50}, {@code 20 to 50} if profiles differ. */
  String minEvents() {
    IntSummaryStatistics least =
        profiles.stream().mapToInt(forests -> forests.settings().minEvents()).summaryStatistics();
    return least.getMin() == least.getMax()
        ? "" + least.getMin()
        : least.getMin() + " to " + least.getMax();
  }

  /** By profile, for how many days its forests are kept. */
  Map<String, Integer> keepDays() {
    Map<String, Integer> keepDays = new TreeMap<>();
    profiles.forEach(forests -> keepDays.put(forests.name(), forests.settings().keepDays()));
    return keepDays;
  }
}
