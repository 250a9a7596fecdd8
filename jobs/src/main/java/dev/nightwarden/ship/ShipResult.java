package dev.nightwarden.ship;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was shipped.
 *
 * @param counts for a store {@code NAME.rows} it wrote; for a notifier the events {@code
 *     NAME.sent}, {@code NAME.suppressed} and {@code NAME.failed}
 */
public record ShipResult(SortedMap<String, Long> counts) {
  public ShipResult {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}
