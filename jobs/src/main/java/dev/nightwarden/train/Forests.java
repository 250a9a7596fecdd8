package dev.nightwarden.train;

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

  /** By profile, for how many days its forests are kept. */
  Map<String, Integer> keepDays() {
    Map<String, Integer> keepDays = new TreeMap<>();
    profiles.forEach(forests -> keepDays.put(forests.name(), forests.settings().keepDays()));
    return keepDays;
  }
}
