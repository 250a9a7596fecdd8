package dev.nightwarden.report;

/** The alerts that a page holds at most; see {@link Bounds}. */
final class BoundedAlerts {
  private static final long ALERT_BYTES = 120_000;
  private static final int CAMPAIGNS = 20;

  private BoundedAlerts() {}

  static ReportedAlerts of(ReportedAlerts alerts) {
    return new ReportedAlerts(
        Bounds.within(
            alerts.first(), Bounds.ALERTS, ALERT_BYTES, BoundedAlerts::alert, Bounds::markup),
        alerts.all(),
        alerts.refused(),
        alerts.refusedRisk(),
        alerts.excused(),
        Bounds.within(
            alerts.campaigns(), CAMPAIGNS, ALERT_BYTES, one -> one, BoundedAlerts::length));
  }

  private static long length(Campaign campaign) {
    return campaign.actors().stream().mapToLong(String::length).sum()
        + campaign.value().length()
        + campaign.field().length();
  }

  private static Report.Alert alert(Report.Alert alert) {
    return new Report.Alert(
        alert.alertId(),
        Bounds.cut(alert.actor()),
        alert.from(),
        alert.to(),
        alert.dates(),
        alert.state(),
        alert.points(),
        alert.risk(),
        alert.profiles().stream().map(Bounds::name).toList(),
        alert.detectors().stream().map(Bounds::name).toList(),
        Bounds.first(alert.eventIds(), Bounds.ALERT_EVENTS),
        Bounds.cut(alert.reason(), 2 * Bounds.TEXT),
        Bounds.attack(alert.attack()));
  }
}
