package dev.nightwarden.amounts;

import dev.nightwarden.plugin.Key;
import java.util.Map;
import java.util.TreeMap;

/**
 * The amounts that a profile watches: its section {@code amounts}.
 *
 * @param rate the share of actors' dates that may be malicious for each amount
 */
public record AmountsSection(
    @Key(doc = "The amounts by name.", required = true, min = 1) Map<String, AmountSettings> watch,
    @Key(
            doc =
                "The share of actors' dates that may have an amount as unlikely as a malicious one,"
                    + " for each amount.",
            fallback = "0.001",
            above = 0,
            max = 0.05)
        double rate) {
  public AmountsSection {
    watch = new TreeMap<>(watch);
  }
}
