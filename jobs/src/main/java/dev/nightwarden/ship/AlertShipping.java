package dev.nightwarden.ship;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What becomes of alerts.
 *
 * @param stores that hold them, by name
 * @param isOnly whether notifiers tell only of the malicious events of dates that are alerted
 * @param restDays after how many days without points an alert is over
 */
public record AlertShipping(Map<String, Store> stores, boolean isOnly, int restDays) {
  /** Alerts go nowhere, and notifiers tell of all events. */
  public static final AlertShipping NONE = new AlertShipping(Map.of(), false, 1);

  public AlertShipping {
    stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
  }
}
