package dev.nightwarden.report;

import dev.nightwarden.report.Report.Alert;
import java.util.List;

/**
 * The alerts of the dates of a report.
 *
 * @param first those with the most points on one of the dates
 * @param all how many there are
 * @param refused how many actors' dates had risk enough but found no place among a night's alerts
 * @param refusedRisk the highest risk of those; null where there are none
 * @param excused how many anomalies of the dates do not count, by verdicts and rules
 * @param campaigns what several actors' alerts have in common, the most actors first
 */
public record ReportedAlerts(
    List<Alert> first,
    long all,
    long refused,
    Double refusedRisk,
    long excused,
    List<Campaign> campaigns) {
  static final ReportedAlerts NONE = new ReportedAlerts(List.of(), 0, 0, null, 0, List.of());

  public ReportedAlerts {
    first = Report.listOf(first);
    campaigns = Report.listOf(campaigns);
  }
}
