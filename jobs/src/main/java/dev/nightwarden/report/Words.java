package dev.nightwarden.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats what the page and the terminal show: dates, numbers, names, sentences. */
final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final Report report;

  Words(Report report) {
    this.report = report;
  }

  /** The dates of the report. */
  String dates() {
    return isOneDay() ? DAY.format(report.from()) : day(report.from()) + " to " + day(report.to());
  }

  /** Whether there is but one date, so that times need none. */
  boolean isOneDay() {
    return report.from().equals(report.to());
  }

  /** What was found, in one sentence or two. */
  String summary() {
    return verdict() + " " + explanation();
  }

  /** How much deserves a look. */
  String verdict() {
    Report.Totals totals = report.totals();
    if (report.alerts().all() > 0) {
      return "%s.".formatted(count(report.alerts().all(), "alert"));
    }
    if (totals.maliciousEvents() == 0) {
      return "Nothing deserves a look.";
    }
    return "%s of %s %s a look."
        .formatted(
            count(totals.maliciousEvents(), "event"),
            count(totals.maliciousActors(), "actor"),
            totals.maliciousEvents() == 1 ? "deserves" : "deserve");
  }

  /** What the verdict rests on. */
  String explanation() {
    Report.Totals totals = report.totals();
    if (totals.messages() == 0 && totals.maliciousEvents() == 0) {
      return "There are no messages on these dates.";
    }
    if (totals.maliciousEvents() == 0 && report.alerts().all() == 0) {
      return "Of %s, nobody did what is unlike them enough."
          .formatted(count(totals.messages(), "message"));
    }
    if (report.alerts().all() > 0) {
      String them = report.alerts().all() == 1 ? "it" : "them";
      return "Behind %s, and beside %s, are %s of %s."
          .formatted(
              them,
              them,
              count(totals.maliciousEvents(), "malicious event"),
              count(totals.maliciousActors(), "actor"));
    }
    return "Severity: %s.".formatted(bySeverity(totals));
  }

  /**
   * What of the alerts is not shown; null where all are.
   *
   * @param shown how many are
   */
  String moreAlerts(int shown) {
    ReportedAlerts alerts = report.alerts();
    List<String> more = new ArrayList<>();
    if (alerts.all() > shown) {
      more.add(
          "%s with fewer points: see the table alerts."
              .formatted(count(alerts.all() - shown, "more alert")));
    }
    if (alerts.excused() > 0) {
      more.add(
          "%s not count, by verdicts and rules: see the table excused."
              .formatted(count(alerts.excused(), "anomaly does", "anomalies do")));
    }
    if (alerts.refused() > 0) {
      more.add(
          "%s risk enough and found no place among their night's alerts, the highest %s: see the table risks."
              .formatted(
                  count(alerts.refused(), "actor-date had", "actor-dates had"),
                  risk(alerts.refusedRisk())));
    }
    return more.isEmpty() ? null : String.join(" ", more);
  }

  /** A risk, from 0 to 100. */
  static String risk(double risk) {
    return String.format(Locale.ROOT, "%.0f", risk);
  }

  /** What alerts have in common. */
  static String campaign(Campaign campaign) {
    List<String> names =
        campaign.actors().stream().map(actor -> name(actor.isEmpty() ? null : actor)).toList();
    long more = campaign.all() - names.size();
    return "Maybe one campaign: %s%s have %s %s in common, which %s of %s showed in 28 days."
        .formatted(
            String.join(", ", names),
            more == 0 ? "" : " and %d more".formatted(more),
            campaign.field(),
            campaign.value(),
            campaign.shownBy() == campaign.all()
                ? "nobody else"
                : count(campaign.shownBy() - campaign.all(), "other actor"),
            campaign.profile());
  }

  /** The techniques that something is a sign of; null for none. */
  static String attack(List<String> ids) {
    return ids.isEmpty() ? null : "ATT&CK " + String.join(", ", ids);
  }

  /** Points, with one decimal. */
  static String points(double points) {
    return String.format(Locale.ROOT, "%.1f", points);
  }

  /** The first date and the last. */
  static String span(LocalDate from, LocalDate to) {
    return from.equals(to) ? from.toString() : from + " to " + to;
  }

  private static String bySeverity(Report.Totals totals) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("high", totals.high());
    counts.put("medium", totals.medium());
    counts.put("low", totals.low());
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> number(entry.getValue()) + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** A time in UTC to the second, without the date where there is but one. */
  String shortTime(Instant time) {
    return isOneDay() ? time(time).substring(11) : time(time);
  }

  /** A time in UTC to the second; empty for null. */
  static String time(Instant time) {
    return time == null ? "" : SECONDS.format(time);
  }

  /** A date, without its day of the week. */
  static String day(LocalDate date) {
    return SHORT_DAY.format(date);
  }

  /** An actor, or that none was named. */
  static String name(String actor) {
    return actor == null || actor.isEmpty() ? "nobody (no actor named)" : actor;
  }

  /** One of the severities, or {@code unknown}. */
  static String severity(String severity) {
    return Suspicion.SEVERITIES.contains(severity) ? severity : "unknown";
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number with its noun: {@code 1 event}, {@code 1,204 events}. */
  static String count(long number, String what) {
    return count(number, what, what + "s");
  }

  /** A number with its noun, where more of it have another form. */
  static String count(long number, String one, String more) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : more);
  }

  static String score(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }

  static String percent(double share) {
    return "%d%%".formatted(Math.round(100 * share));
  }
}
