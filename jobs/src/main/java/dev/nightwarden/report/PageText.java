package dev.nightwarden.report;

import dev.nightwarden.report.ClusterFigures.Group;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.Flag;
import dev.nightwarden.report.Report.LogRecord;
import dev.nightwarden.report.Report.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of a page that are read without a script: words and tables. */
final class PageText {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** What the script adds is not written twice: the page stays small. */
  private static final int ACTORS = 50;

  private static final int EVENTS = 5;
  private static final int REASONS = 3;
  private static final int RECORDS = 5;
  private static final int FIELDS = 12;
  private static final int MARKUP = 200_000;
  private static final int ALL_MARKUP = 600_000;

  private final Report report;
  private final List<Suspicion> suspicions;
  private int written;

  PageText(Report report) {
    this.report = report;
    suspicions = Suspicion.of(report.events());
  }

  /** The markup of a slot of the template. */
  String of(String slot) {
    Html html = new Html();
    switch (slot) {
      case "title" -> html.text("Nightwarden, " + dates());
      case "heading" -> html.text(dates());
      case "verdict" -> verdict(html);
      case "totals" -> totals(html);
      case "events" -> events(html);
      case "clusters" -> clusters(html);
      case "histories" -> histories(html);
      case "causes" -> causes(html);
      case "flags" -> flags(html);
      case "limits" -> limits(html);
      default -> throw new IllegalArgumentException("the template has no slot " + slot);
    }
    written += html.length();
    return html.toString();
  }

  /** The dates in words. */
  String dates() {
    LocalDate from = report.from();
    LocalDate to = report.to();
    if (from.equals(to)) {
      return DAY.format(from);
    }
    return SHORT_DAY.format(from) + " to " + SHORT_DAY.format(to);
  }

  private void verdict(Html html) {
    Report.Totals totals = report.totals();
    html.raw("<strong>").text(verdict()).raw("</strong> ").text(explanation());
    if (totals.maliciousEvents() > 0 && !suspicions.isEmpty()) {
      html.text(" Start with ").value(name(suspicions.get(0).actor())).text(".");
    }
  }

  private String verdict() {
    Report.Totals totals = report.totals();
    if (totals.maliciousEvents() == 0) {
      return "Nothing deserves a look.";
    }
    return "%s of %s %s a look."
        .formatted(
            count(totals.maliciousEvents(), "event"),
            count(totals.maliciousActors(), "actor"),
            totals.maliciousEvents() == 1 ? "deserves" : "deserve");
  }

  private String explanation() {
    Report.Totals totals = report.totals();
    if (totals.messages() == 0 && totals.maliciousEvents() == 0) {
      return "There are no messages on these dates.";
    }
    if (totals.maliciousEvents() == 0) {
      return "Of %s, nobody did what is unlike them enough."
          .formatted(count(totals.messages(), "message"));
    }
    return "Severity: %s.".formatted(bySeverity(totals));
  }

  /** What was found, in one sentence or two. */
  String summary() {
    return verdict() + " " + explanation();
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

  private void totals(Html html) {
    Report.Totals totals = report.totals();
    total(html, totals.messages(), "messages read");
    if (totals.actors() > 0) {
      total(html, totals.actors(), "actors watched");
    }
    total(html, totals.anomalies(), "anomalies");
    if (totals.investigations() > 0) {
      total(html, totals.investigations(), "investigations");
    }
    total(html, totals.maliciousEvents(), "events that deserve a look");
  }

  private static void total(Html html, long number, String what) {
    html.raw("<li><b>").text(number(number)).raw("</b> ").text(what).raw("</li>");
  }

  private void events(Html html) {
    if (suspicions.isEmpty()) {
      html.raw("<p class=\"empty\" id=\"events-empty\">")
          .text("Nobody did anything that deserves a look on these dates.")
          .raw("</p>");
    }
    html.raw("<table id=\"events\" role=\"table\"")
        .raw(suspicions.isEmpty() ? " hidden>" : ">")
        .raw("<caption class=\"sr\">Malicious events by actor</caption>")
        .raw("<thead role=\"rowgroup\"><tr role=\"row\">");
    heading(html, "severity", "Severity", "descending");
    heading(html, "actor", "Actor", "none");
    heading(html, "score", "Score", "none");
    heading(html, "events", "Events", "none");
    heading(html, "time", "First seen", "none");
    html.raw("<th role=\"columnheader\" scope=\"col\">Why</th></tr></thead>");
    int shown = 0;
    for (Suspicion suspicion : suspicions) {
      if (shown == ACTORS || html.length() > MARKUP) {
        break;
      }
      actor(html, suspicion);
      shown++;
    }
    html.raw("</table>");
    if (shown < suspicions.size()) {
      html.raw("<p class=\"no-js hint\">")
          .text(
              "The %,d most urgent of %s; the others are shown where scripts run."
                  .formatted(shown, count(suspicions.size(), "actor")))
          .raw("</p>");
    }
  }

  private static void heading(Html html, String key, String label, String sorted) {
    html.raw("<th role=\"columnheader\" scope=\"col\" data-sort=\"" + key + "\" aria-sort=\"")
        .raw(sorted + "\">" + label + "</th>");
  }

  private void actor(Html html, Suspicion suspicion) {
    html.raw(
        "<tbody role=\"rowgroup\"><tr role=\"row\"><td role=\"cell\" data-label=\"Severity\">");
    severity(html, suspicion.severity());
    html.raw("</td><th role=\"rowheader\" scope=\"row\" data-label=\"Actor\">")
        .name(name(suspicion.actor()))
        .raw(" <small>")
        .text(or(suspicion.profile(), ""))
        .raw("</small></th><td role=\"cell\" data-label=\"Score\" class=\"num\">")
        .text(score(suspicion.score()))
        .raw("</td><td role=\"cell\" data-label=\"Events\" class=\"num\">")
        .text(number(suspicion.events().size()))
        .raw("</td><td role=\"cell\" data-label=\"First seen\" class=\"time\">")
        .text(shortTime(suspicion.first()))
        .raw("</td><td role=\"cell\" data-label=\"Why\"><ul class=\"reasons\">");
    List<Reason> reasons = suspicion.reasons();
    for (Reason reason : reasons.subList(0, Math.min(REASONS, reasons.size()))) {
      html.raw("<li>").value(or(reason.reason(), reason.field())).raw("</li>");
    }
    html.raw("</ul>");
    if (reasons.size() > REASONS) {
      html.raw("<small>").text("and %,d more".formatted(reasons.size() - REASONS)).raw("</small>");
    }
    html.raw("</td></tr><tr role=\"row\" class=\"detail\"><td role=\"cell\" colspan=\"6\">")
        .raw("<details><summary>")
        .text(count(suspicion.events().size(), "event"))
        .raw("</summary><ol class=\"events\">");
    int shown = 0;
    for (Event event : suspicion.events()) {
      if (shown++ == EVENTS) {
        break;
      }
      event(html, event);
    }
    html.raw("</ol>");
    if (suspicion.events().size() > EVENTS) {
      html.raw("<small>")
          .text("and %,d more".formatted(suspicion.events().size() - EVENTS))
          .raw("</small>");
    }
    html.raw("</details></td></tr></tbody>");
  }

  private void event(Html html, Event event) {
    html.raw("<li><p class=\"event-head\"><span class=\"time\">")
        .text(shortTime(event.eventTime()))
        .raw("</span> ");
    severity(html, event.severity());
    html.raw(" <span class=\"num\">")
        .text(score(event.score()))
        .raw("</span></p><ul class=\"reasons\">");
    for (Reason reason : event.reasons()) {
      html.raw("<li>").value(or(reason.reason(), reason.field())).raw("</li>");
    }
    html.raw("</ul></li>");
  }

  private void clusters(Html html) {
    html.raw("<div id=\"clusterings\">");
    if (report.clusters().isEmpty()) {
      html.raw("<div class=\"card\"><h3>The records on a map</h3><p class=\"empty\">")
          .text("No records were clustered on these dates, so there is no map of them.")
          .raw("</p></div>");
    }
    for (int i = 0; i < report.clusters().size(); i++) {
      clustering(html, report.clusters().get(i), i);
    }
    if (!report.from().equals(report.to()) && !report.clusters().isEmpty()) {
      html.raw("<p class=\"hint\">")
          .text(
              "The newest %d dates with suspects at most have their map here; the table anomalies has the suspects of all."
                  .formatted(Bounds.CLUSTERINGS))
          .raw("</p>");
    }
    html.raw("</div>");
  }

  private void clustering(Html html, Clusters clusters, int index) {
    html.raw("<article class=\"card clustering\" data-clustering=\"" + index + "\">")
        .raw("<h3>The records on a map")
        .text(named(clusters))
        .raw("</h3><p>");
    if (clusters.judged() == 0) {
      html.text(
              "The engine of these clusters judges each record by itself, so there is no map: %s."
                  .formatted(
                      count(clusters.suspectRecords(), "record is suspect", "records are suspect")))
          .raw("</p>");
      suspects(html, clusters);
      return;
    }
    html.text(count(clusters.records(), "record"))
        .text(", ")
        .text("%,d of them different".formatted(clusters.distinct()))
        .text(clusters.isExact() ? "" : " in a sample")
        .text(". ");
    long suspects = clusters.suspectRecords();
    html.text(
            suspects == 0
                ? "No cluster lies apart from the others as data without clusters would not: nothing"
                    + " here is suspect, however the map is coloured."
                : "%s suspect: %s cluster lies apart from the ordinary records."
                    .formatted(
                        suspects == 1 ? "One is" : "%,d are".formatted(suspects),
                        suspectClusters(clusters) == 1 ? "their" : "each"))
        .raw("</p><div class=\"map js-only\"></div>");
    html.raw("<details class=\"tight\"><summary>The clusters in numbers</summary>")
        .raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Clusters\">")
        .raw("<table class=\"plain\"><thead><tr><th scope=\"col\">Cluster</th>")
        .raw("<th scope=\"col\">Records</th><th scope=\"col\">What it is</th>")
        .raw("<th scope=\"col\">Silhouette</th><th scope=\"col\">Gap</th>")
        .raw("<th scope=\"col\">Usual spread</th></tr></thead><tbody>");
    for (Group group : clusters.groups()) {
      html.raw("<tr><th scope=\"row\">")
          .text("%d".formatted(group.cluster()))
          .raw("</th><td class=\"num\">")
          .text(number(group.records()))
          .raw("</td><td>")
          .text(group.cluster() == 0 ? "ordinary" : group.isSuspect() ? "suspect" : "not apart")
          .raw("</td>");
      for (double figure : new double[] {group.silhouette(), group.gap(), group.spread()}) {
        html.raw("<td class=\"num\">").text(group.cluster() == 0 ? "" : score(figure)).raw("</td>");
      }
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div><p class=\"hint\">")
        .text(
            "A cluster is suspect if its records are alike (silhouette 0.5 or more) and the gap to"
                + " the ordinary ones is wider than these lie apart from one another.")
        .raw("</p></details>");
    suspects(html, clusters);
  }

  private void suspects(Html html, Clusters clusters) {
    html.raw("<div class=\"card-head\"><h4>Suspect records</h4>")
        .raw("<span class=\"buttons js-only\"></span></div><div class=\"suspects\">");
    if (clusters.suspects().isEmpty()) {
      html.raw("<p class=\"empty\">").text("There are none.").raw("</p>");
    } else {
      records(
          html,
          clusters.suspects().stream().map(Report.Suspect::record).toList(),
          clusters.suspectRecords());
    }
    html.raw("</div></article>");
  }

  private static long suspectClusters(Clusters clusters) {
    return clusters.groups().stream().filter(Group::isSuspect).count();
  }

  private String named(Clusters clusters) {
    if (report.clusters().size() < 2 && clusters.date() == null) {
      return "";
    }
    String name = or(clusters.name(), "");
    String date = clusters.date() == null ? "" : SHORT_DAY.format(clusters.date());
    String both = name + (name.isEmpty() || date.isEmpty() ? "" : ", ") + date;
    return both.isEmpty() ? "" : ": " + both;
  }

  private void histories(Html html) {
    html.raw("<article class=\"card\" id=\"history\"><h3>One actor: the usual and the odd</h3>");
    if (report.actors().isEmpty()) {
      html.raw("<p class=\"empty\">")
          .text("There is nobody to look at: no actor was found odd.")
          .raw("</p>");
    } else {
      html.raw("<div class=\"js-only\"><p class=\"hint\">")
          .text(
              "Dots are values as this actor usually shows them, a larger dot more often on that"
                  + " day. Diamonds are what was found odd.")
          .text(
              report.from().isBefore(report.to().minusDays(Bounds.MOST_DAYS - 1L))
                  ? " Of this long report the last %d days are drawn.".formatted(Bounds.MOST_DAYS)
                  : "")
          .raw("</p><label class=\"field\">Actor<select></select></label>")
          .raw("<div class=\"charts\"></div></div><p class=\"no-js hint\">")
          .text("This chart needs scripts; what was odd, and why, stands in section 1.")
          .raw("</p>");
    }
    html.raw("</article>");
  }

  private void causes(Html html) {
    html.raw("<div id=\"causes\">");
    if (report.clusters().isEmpty()) {
      html.raw("<article class=\"card\"><h3>What set the clusters apart</h3><p class=\"empty\">")
          .text("No records were clustered on these dates.")
          .raw("</p></article>");
    }
    for (int i = 0; i < report.clusters().size(); i++) {
      Clusters clusters = report.clusters().get(i);
      if (clusters.judged() == 0) {
        continue;
      }
      html.raw("<article class=\"card causes\" data-clustering=\"" + i + "\">")
          .raw("<h3>What set the clusters apart")
          .text(named(clusters))
          .raw("</h3>");
      contributions(html, clusters);
      html.raw("<div class=\"js-only\"><h4>The values of each feature by cluster</h4>")
          .raw("<p class=\"hint distribution-hint\"></p><div class=\"distributions\"></div></div>");
      correlations(html, clusters.correlations());
      html.raw("<div class=\"js-only similarity\"></div></article>");
    }
    html.raw("</div>");
  }

  private static void contributions(Html html, Clusters clusters) {
    if (clusters.contributions().isEmpty()) {
      return;
    }
    html.raw("<h4>Weight against contribution</h4><p class=\"hint\">")
        .text(
            "How much each feature was meant to count, and how much of the distance between the"
                + " cluster and the ordinary records it made. A feature far above its weight is"
                + " what drove them apart.")
        .raw("</p>");
    boolean hasSuspects = clusters.groups().stream().anyMatch(Group::isSuspect);
    for (Group group : clusters.groups()) {
      if (group.cluster() == 0 || (hasSuspects && !group.isSuspect())) {
        continue;
      }
      html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Contributions\">")
          .raw("<table class=\"plain contributions\"><caption>")
          .text("Cluster %d, %s".formatted(group.cluster(), count(group.records(), "record")))
          .text(group.isSuspect() ? ", suspect" : "")
          .raw("</caption><thead><tr><th scope=\"col\">Feature</th><th scope=\"col\">Weight</th>")
          .raw("<th scope=\"col\">Contribution</th><th scope=\"col\"><span class=\"sr\">Drawn")
          .raw("</span></th><th scope=\"col\">Among ordinary records</th></tr></thead><tbody>");
      clusters.contributions().stream()
          .filter(contribution -> contribution.cluster() == group.cluster())
          .sorted((a, b) -> Double.compare(b.between(), a.between()))
          .forEach(contribution -> contribution(html, contribution));
      html.raw("</tbody></table></div>");
    }
  }

  private static void contribution(Html html, ClusterFigures.Contribution contribution) {
    html.raw("<tr><th scope=\"row\">")
        .value(contribution.feature())
        .raw("</th><td class=\"num\">")
        .text(percent(contribution.weight()))
        .raw("</td><td class=\"num\">")
        .text(percent(contribution.between()))
        .raw("</td><td><svg class=\"share\" viewBox=\"0 0 100 14\" aria-hidden=\"true\" ")
        .raw("preserveAspectRatio=\"none\"><rect class=\"track\" width=\"100\" height=\"14\"/>")
        .raw(rect("filled", contribution.between(), 2, 10))
        .raw(
            "<line class=\"mark\" x1=\"%1$s\" x2=\"%1$s\" y1=\"0\" y2=\"14\"/>"
                .formatted(plain(100 * contribution.weight())))
        .raw("</svg></td><td class=\"num\">")
        .text(percent(contribution.within()))
        .raw("</td></tr>");
  }

  private static String rect(String type, double share, int y, int height) {
    return "<rect class=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
        .formatted(type, y, plain(100 * share), height);
  }

  private static void correlations(Html html, ClusterFigures.Correlations correlations) {
    if (correlations == null || correlations.features().size() < 2) {
      return;
    }
    html.raw("<h4>Correlations</h4><p class=\"hint\">")
        .text(
            "1: when one is high, so is the other. -1: when one is high, the other is low. 0: they"
                + " have nothing to do with each other. A dash: not a number, or always the same.")
        .raw(
            "</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Correlations\">")
        .raw("<table class=\"plain correlations\"><thead><tr><td></td>");
    for (String feature : correlations.features()) {
      html.raw("<th scope=\"col\">").value(feature).raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
    for (int i = 0; i < correlations.features().size(); i++) {
      html.raw("<tr><th scope=\"row\">").value(correlations.features().get(i)).raw("</th>");
      for (Double cell : correlations.rows().get(i)) {
        html.raw(
                cell == null
                    ? "<td class=\"none\">"
                    : "<td class=\"%s%d\">"
                        .formatted(cell < 0 ? "minus" : "plus", Math.round(Math.abs(cell) * 5)))
            .text(cell == null ? "–" : score(cell))
            .raw("</td>");
      }
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  private void flags(Html html) {
    if (report.flags().isEmpty()) {
      html.raw("<div class=\"card\"><p class=\"empty\">")
          .text("No flags were looked for on these dates.")
          .raw("</p></div>");
    }
    int shown = 0;
    for (Flag flag : report.flags()) {
      if (html.length() > MARKUP) {
        html.raw("<p class=\"no-js hint\">")
            .text(
                "%,d more flags are shown where scripts run."
                    .formatted(report.flags().size() - shown))
            .raw("</p>");
        break;
      }
      flag(html, flag, shown++);
    }
  }

  private void flag(Html html, Flag flag, int index) {
    html.raw("<article class=\"card flag\" data-flag=\"" + index + "\"><div class=\"card-head\">")
        .raw("<h3>")
        .value(or(flag.name(), "a flag"))
        .raw(" ");
    severity(html, flag.severity());
    html.raw("</h3><span class=\"buttons js-only\"></span></div>");
    if (flag.description() != null) {
      html.raw("<p>").value(flag.description()).raw("</p>");
    }
    if (flag.message() != null) {
      html.raw("<p class=\"message\">").value(flag.message()).raw("</p>");
    }
    html.raw("<div class=\"records\">");
    if (flag.records().isEmpty()) {
      html.raw("<p class=\"empty\">")
          .text(flag.hits() == 0 ? "No hits on these dates." : count(flag.hits(), "record") + ".")
          .raw("</p>");
    } else {
      records(html, flag.records(), flag.hits());
    }
    html.raw("</div></article>");
  }

  private void records(Html html, List<LogRecord> records, long all) {
    if (written + html.length() > ALL_MARKUP) {
      html.raw("<p class=\"hint\">")
          .text(count(all, "record") + ", shown where scripts run.")
          .raw("</p>");
      return;
    }
    html.raw(
            "<table role=\"table\" class=\"records-table\"><caption class=\"sr\">Records</caption>")
        .raw("<thead role=\"rowgroup\"><tr role=\"row\">")
        .raw("<th role=\"columnheader\" scope=\"col\">Time</th>")
        .raw("<th role=\"columnheader\" scope=\"col\">Actor</th>")
        .raw("<th role=\"columnheader\" scope=\"col\">Record</th></tr></thead>")
        .raw("<tbody role=\"rowgroup\">");
    List<LogRecord> shown = records.subList(0, Math.min(RECORDS, records.size()));
    for (LogRecord record : shown) {
      html.raw("<tr role=\"row\"><td role=\"cell\" data-label=\"Time\" class=\"time\">")
          .text(record.eventTime() == null ? "" : time(record.eventTime()))
          .raw("</td><td role=\"cell\" data-label=\"Actor\">")
          .name(or(record.actor(), ""))
          .raw("</td><td role=\"cell\" data-label=\"Record\">");
      if (record.reason() != null) {
        html.raw("<p>").value(record.reason()).raw("</p>");
      }
      html.raw("<details><summary>The record</summary>");
      values(html, "As it was logged", LogData.byField(record.data()));
      values(html, "As features", record.features());
      html.raw("</details></td></tr>");
    }
    html.raw("</tbody></table>");
    if (all > shown.size()) {
      html.raw("<p class=\"hint\">")
          .text("The first %,d of %s.".formatted(shown.size(), count(all, "record")))
          .raw("</p>");
    }
  }

  private static void values(Html html, String title, Map<String, ?> values) {
    if (values.isEmpty()) {
      return;
    }
    html.raw("<h5>").text(title).raw("</h5><dl>");
    values.entrySet().stream()
        .limit(FIELDS)
        .forEach(
            entry -> {
              html.raw("<dt>").name(entry.getKey()).raw("</dt><dd>");
              if (entry.getValue() == null) {
                html.raw("<i>missing</i>");
              } else {
                html.value(entry.getValue().toString());
              }
              html.raw("</dd>");
            });
    html.raw("</dl>");
    if (values.size() > FIELDS) {
      html.raw("<p class=\"hint\">")
          .text("and %,d more".formatted(values.size() - FIELDS))
          .raw("</p>");
    }
  }

  private void limits(Html html) {
    html.text(
        ("A page holds at most %,d events, %,d points on its maps and %,d records of a flag, and"
                + " fewer where texts are long; longer texts are cut. ")
            .formatted(Bounds.EVENTS, Bounds.POINTS, Bounds.FLAG_RECORDS));
    long left = report.totals().maliciousEvents() - report.events().size();
    html.text(
        left > 0
            ? ("%,d events, the least urgent, are not on this page: they are in the table"
                    + " malicious_events, and wherever the shippers put them.")
                .formatted(left)
            : "All of it is on this page, but for what is said to be cut.");
  }

  private static void severity(Html html, String severity) {
    String known =
        severity == null || !Suspicion.SEVERITIES.contains(severity) ? "unknown" : severity;
    html.raw("<span class=\"severity " + known + "\">").text(known).raw("</span>");
  }

  static String name(String actor) {
    return actor == null || actor.isEmpty() ? "nobody (no actor named)" : actor;
  }

  private static String or(String text, String otherwise) {
    return text == null ? String.valueOf(otherwise) : text;
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number with its noun: {@code 1 event}, {@code 1,204 events}. */
  static String count(long number, String what) {
    return count(number, what, what + "s");
  }

  private static String count(long number, String one, String more) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : more);
  }

  static String score(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }

  private static String percent(double share) {
    return "%d%%".formatted(Math.round(100 * share));
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** A time in UTC, without the date where there is but one. */
  private String shortTime(Instant time) {
    return report.from().equals(report.to()) ? time(time).substring(11) : time(time);
  }

  /** A time in UTC to the second. */
  static String time(Instant time) {
    return SECONDS.format(time);
  }
}
