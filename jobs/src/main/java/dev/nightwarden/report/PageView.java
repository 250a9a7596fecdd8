package dev.nightwarden.report;

import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.Flag;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the template of the page shows, in the order in which it is shown.
 *
 * @param start whom to look at first; null where nothing deserves a look
 * @param alerts what is worth a look, the most points first
 * @param campaigns what alerts have in common, in words
 * @param moreAlerts how many found no place among a night's alerts, and how many none on the page;
 *     null where there are none
 * @param actors events by actor, the most urgent first
 * @param choices the actors that can be chosen
 * @param people whose history can be chosen
 * @param limits what is not on the page
 */
record PageView(
    String dates,
    String verdict,
    String explanation,
    Exact start,
    List<Total> totals,
    List<AlertRow> alerts,
    List<Exact> campaigns,
    String moreAlerts,
    List<ActorRow> actors,
    List<Choice> choices,
    List<ClusterCard> clusterings,
    String mapsHint,
    List<Choice> people,
    String historyHint,
    List<CausesCard> causes,
    List<FlagCard> flags,
    String limits) {

  /** A number and what it counts. */
  record Total(String number, String what) {
    static Total of(long number, String one, String more) {
      return new Total(Words.number(number), number == 1 ? one : more);
    }
  }

  /** One of a list to choose from: its value, spelled as {@link Exact} does, and what is shown. */
  record Choice(String value, String shown) {}

  boolean hasAlerts() {
    return !alerts.isEmpty();
  }

  static PageView of(Report report) {
    Words words = new Words(report);
    List<Suspicion> suspicions = report.suspicions();
    List<Clusters> clusters = report.clusters();
    return new PageView(
        words.dates(),
        words.verdict(),
        words.explanation(),
        start(report, suspicions),
        totals(report.totals()),
        report.alerts().first().stream().map(AlertRow::of).toList(),
        report.alerts().campaigns().stream().map(Words::campaign).map(Exact::of).toList(),
        words.moreAlerts(report.alerts().first().size()),
        suspicions.stream().map(suspicion -> ActorRow.of(suspicion, words)).toList(),
        choices(report),
        IntStream.range(0, clusters.size())
            .mapToObj(i -> ClusterCard.of(clusters.get(i), i, clusters.size()))
            .toList(),
        words.isOneDay() || clusters.isEmpty()
            ? null
            : "At most the newest %d dates with suspects have a map here; the table anomalies has the suspects of all dates."
                .formatted(Bounds.CLUSTERINGS),
        people(report.actors()),
        report.from().isBefore(report.to().minusDays(Bounds.MOST_DAYS - 1L))
            ? " Of this long report the last %d days are drawn.".formatted(Bounds.MOST_DAYS)
            : "",
        IntStream.range(0, clusters.size())
            .filter(i -> clusters.get(i).judged() > 0)
            .mapToObj(i -> CausesCard.of(clusters.get(i), i, clusters.size()))
            .toList(),
        report.flags().stream().map(FlagCard::of).toList(),
        limits(report));
  }

  private static Exact start(Report report, List<Suspicion> suspicions) {
    if (!report.alerts().first().isEmpty()) {
      return Exact.of(Words.name(report.alerts().first().get(0).actor()));
    }
    return suspicions.isEmpty() ? null : Exact.of(Words.name(suspicions.get(0).actor()));
  }

  private static List<Total> totals(Report.Totals totals) {
    List<Total> shown = new ArrayList<>();
    shown.add(Total.of(totals.messages(), "message read", "messages read"));
    if (totals.actors() > 0) {
      shown.add(Total.of(totals.actors(), "actor watched", "actors watched"));
    }
    shown.add(Total.of(totals.anomalies(), "anomaly", "anomalies"));
    if (totals.learning() > 0) {
      shown.add(
          Total.of(
              totals.learning(),
              "of them held back while too little is known",
              "of them held back while too little is known"));
    }
    if (totals.investigations() > 0) {
      shown.add(Total.of(totals.investigations(), "investigation", "investigations"));
    }
    shown.add(
        Total.of(
            totals.maliciousEvents(), "event that deserves a look", "events that deserve a look"));
    return shown;
  }

  private static List<Choice> choices(Report report) {
    Collator collator = Collator.getInstance(Locale.ENGLISH);
    Comparator<String> byAlphabet = collator::compare;
    Set<String> actors = new TreeSet<>(byAlphabet.thenComparing(Comparator.naturalOrder()));
    Stream.concat(
            report.events().stream().map(Report.Event::actor),
            report.flags().stream()
                .map(Flag::records)
                .flatMap(List::stream)
                .map(Report.LogRecord::actor))
        .filter(actor -> actor != null && !actor.isEmpty())
        .forEach(actors::add);
    return actors.stream().map(actor -> new Choice(Exact.spelled(actor), actor)).toList();
  }

  private static List<Choice> people(List<ActorHistory> actors) {
    boolean isOneProfile = actors.stream().map(ActorHistory::profile).distinct().count() < 2;
    return IntStream.range(0, actors.size())
        .mapToObj(
            i -> {
              String name = Words.name(actors.get(i).actor());
              return new Choice(
                  Integer.toString(i),
                  isOneProfile ? name : "%s (%s)".formatted(name, actors.get(i).profile()));
            })
        .toList();
  }

  private static String limits(Report report) {
    long left = report.totals().maliciousEvents() - report.events().size();
    return ("A page holds at most %,d events, %,d points on its maps and %,d records of a flag, and"
            + " fewer where texts are long; longer texts are cut. %s")
        .formatted(
            Bounds.EVENTS,
            Bounds.POINTS,
            Bounds.FLAG_RECORDS,
            left > 0
                ? ("%s not on this page: the table malicious_events has all, and so has what the"
                        + " shippers put elsewhere.")
                    .formatted(
                        Words.count(
                            left, "event, the least urgent, is", "events, the least urgent, are"))
                : "All of it is on this page, but for what is said to be cut.");
  }

  boolean hasActors() {
    return !actors.isEmpty();
  }

  boolean hasPeople() {
    return !people.isEmpty();
  }
}
