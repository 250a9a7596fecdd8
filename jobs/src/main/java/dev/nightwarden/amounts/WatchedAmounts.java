package dev.nightwarden.amounts;

import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Profile;

/** A profile and the amounts that it watches. */
public record WatchedAmounts(Profile profile, AmountsSection section) {
  /** When an amount does not count yet. */
  Learning learning() {
    return profile.learning().isNone() ? Learning.USUAL : profile.learning();
  }

  int looksBack() {
    return section.watch().values().stream().mapToInt(AmountSettings::looksBack).max().orElse(0);
  }
}
