package dev.nightwarden.report;

import dev.nightwarden.report.Report.Alert;
import java.util.List;

/**
 * An alert as a row.
 *
 * @param actor spelled as {@link Exact} does; null where none is named
 * @param since its dates, in words
 * @param why two sentences at most
 * @param attack the techniques that it is a sign of; null for none
 * @param next the command that tells more of its strongest event; null where it has none
 * @param verdict the command that says that it was fine
 */
record AlertRow(
    String id,
    String actor,
    Name name,
    String risk,
    String points,
    String since,
    String found,
    Exact why,
    String attack,
    String next,
    String verdict) {
  static AlertRow of(Alert alert) {
    List<String> events = alert.eventIds();
    return new AlertRow(
        alert.alertId(),
        Exact.spelled(alert.actor()),
        Name.of(Words.name(alert.actor())),
        Words.risk(alert.risk()),
        Words.points(alert.points()),
        Words.span(alert.from(), alert.to()),
        String.join(", ", alert.detectors()),
        Exact.of(alert.reason()),
        Words.attack(alert.attack()),
        events.isEmpty() ? null : "nightwarden explain --event " + events.get(0),
        "nightwarden verdict %s benign".formatted(alert.alertId()));
  }
}
