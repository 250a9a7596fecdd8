package dev.nightwarden.assess;

import dev.nightwarden.plugin.Key;

/**
 * The section {@code alerts}: how much is told of a night.
 *
 * @param budget how many alerts may open on one date, at least 0
 * @param minRisk the least risk of an actor whose alert opens, in [0, 100]
 * @param restDays after how many days without points an alert is over, at least 1
 * @param tell what notifiers tell of: events or alerts
 */
public record AlertSettings(
    @Key(
            doc = "How many alerts may open on one date; alerts that grow are free.",
            fallback = "10",
            min = 0,
            max = 10_000)
        int budget,
    @Key(
            doc = "The least risk, from 0 to 100, of an actor whose alert opens.",
            fallback = "10.0",
            min = 0,
            max = 100)
        double minRisk,
    @Key(
            doc =
                "How many days in a row an actor may do nothing odd before its alert is over; what"
                    + " comes later opens another.",
            fallback = "3",
            min = 1,
            max = 365)
        int restDays,
    @Key(
            doc =
                "What notifiers tell of: events, all malicious ones; or alerts, actors' dates that are"
                    + " alerted, with risk, reason and the events that they rest on.",
            fallback = "events",
            oneOf = {"events", "alerts"})
        String tell) {
  /** What holds where the section is missing. */
  public static final AlertSettings DEFAULT = new AlertSettings(10, 10, 3, "events");

  /** Whether notifiers tell only of what is alerted. */
  public boolean notifiesOfAlertsOnly() {
    return tell.equals("alerts");
  }
}
