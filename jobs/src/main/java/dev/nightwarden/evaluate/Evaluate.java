package dev.nightwarden.evaluate;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.investigate.Findings;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Replays the dates of a log for each config, and holds what is found against labels.
 *
 * @param source whose messages are replayed; only read
 * @param incidents the labels
 * @param directory who is of which kind, a csv file; null for none
 * @param work where replays are kept
 * @param codeVersion tells builds apart
 * @param tell is told of progress, and of what limits the result
 */
public record Evaluate(
    Warehouse source,
    List<Incident> incidents,
    Path directory,
    Path work,
    String codeVersion,
    Consumer<String> tell) {
  /** With fewer nights after the first week, nothing is said of usual nights. */
  private static final int FEWEST_NIGHTS = 7;

  private static final int FEWEST_INCIDENTS = 10;

  /**
   * Judges the dates for each config.
   *
   * @param configs by name, at least one
   * @param from the first date; null: the log's first
   * @param to the last date; null: the log's last
   * @throws IllegalArgumentException if the log has no messages on these dates, or none of an
   *     incident
   */
  public Evaluation of(Map<String, Loaded<Config>> configs, LocalDate from, LocalDate to) {
    return of(configs, from, to, false);
  }

  /**
   * The same.
   *
   * @param isFromFirst whether dates before the first that is judged are replayed too, so that
   *     judges of any reach can compare with them, and other evaluations need not replay again
   */
  public Evaluation of(
      Map<String, Loaded<Config>> configs, LocalDate from, LocalDate to, boolean isFromFirst) {
    NavigableSet<LocalDate> dates = dates(source);
    NavigableSet<LocalDate> nights = nights(dates, from, to);
    List<String> notes = new ArrayList<>();
    LabelledMessages labelled = labelled(configs.values().iterator().next().config(), notes::add);
    List<Incident> judged = judged(nights, notes);
    notes.addAll(limits(nights, dates.first(), judged));
    notes.forEach(tell);
    List<Scorecard> scorecards = new ArrayList<>();
    configs.forEach(
        (name, loaded) -> {
          LocalDate first = isFromFirst ? dates.first() : first(loaded, nights, dates);
          NavigableSet<LocalDate> replayed = dates.subSet(first, true, nights.last(), true);
          tell.accept("%s: replays %s".formatted(name, Amount.of(replayed.size(), "night")));
          Replay replay = new Replay(source, first, nights.last(), work, codeVersion);
          Consumer<String> note = tell.andThen(notes::add);
          scorecards.add(
              scorecard(name, loaded, replay, labelled, judged, nights, dates.first(), note));
        });
    labelled.close();
    Scorecard first = scorecards.get(0);
    return new Evaluation(
        nights.first(),
        nights.last(),
        notes,
        judged,
        scorecards,
        scorecards.stream().skip(1).map(other -> Comparison.of(first, other)).toList());
  }

  /** The first date to replay: what a judge compares a night with must be there. */
  private static LocalDate first(
      Loaded<Config> loaded, NavigableSet<LocalDate> nights, NavigableSet<LocalDate> dates) {
    int lookback = Findings.lookback(new Application(loaded.config()).detectors());
    LocalDate first = dates.ceiling(nights.first().minusDays(lookback));
    return first == null ? nights.first() : first;
  }

  private Scorecard scorecard(
      String name,
      Loaded<Config> loaded,
      Replay replay,
      LabelledMessages labelled,
      List<Incident> judged,
      NavigableSet<LocalDate> nights,
      LocalDate first,
      Consumer<String> note) {
    Config config = loaded.config();
    try {
      return GeoDatabases.using(
          source.spark(),
          config.geoip(),
          () -> {
            Warehouse replayed = replay.of(loaded);
            Application application = new Application(config);
            Unwatched.of(name, application.profiles(), replayed).forEach(note);
            AlertTables alerts = new AlertTables(replayed, application, labelled, nights);
            boolean isAssessed = alerts.isAssessed();
            if (!isAssessed) {
              note.accept(
                  name
                      + ": too few actor-dates for risks; all actors' dates with malicious events"
                      + " are judged in place of alerts");
            }
            Replayed found =
                alerts.found(
                    Omission.all(application),
                    new Attributes(replayed, first, directory),
                    isAssessed);
            return Scorecard.of(name, found, judged, first);
          });
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    }
  }

  /**
   * The dates of a warehouse's messages.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static NavigableSet<LocalDate> dates(Warehouse source) {
    NavigableSet<LocalDate> dates = source.dates(Table.MESSAGES);
    if (dates.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no messages in %s; ingest logs, or name another warehouse with --messages"
              .formatted(source.location()));
    }
    return dates;
  }

  private static NavigableSet<LocalDate> nights(
      NavigableSet<LocalDate> dates, LocalDate from, LocalDate to) {
    NavigableSet<LocalDate> nights = new TreeSet<>(dates);
    nights.removeIf(
        date -> (from != null && date.isBefore(from)) || (to != null && date.isAfter(to)));
    if (nights.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no messages from %s to %s; the log goes from %s to %s"
              .formatted(
                  from == null ? dates.first() : from,
                  to == null ? dates.last() : to,
                  dates.first(),
                  dates.last()));
    }
    return nights;
  }

  private LabelledMessages labelled(Config config, Consumer<String> warn) {
    return LabelledMessages.of(
        source.read(Table.MESSAGES), new Application(config).profiles().values(), incidents, warn);
  }

  /** The incidents of which some of the time is among the nights. */
  private List<Incident> judged(NavigableSet<LocalDate> nights, List<String> notes) {
    List<Incident> judged =
        incidents.stream()
            .filter(
                incident ->
                    !incident.toDate().isBefore(nights.first())
                        && !incident.fromDate().isAfter(nights.last()))
            .toList();
    if (judged.isEmpty()) {
      throw new IllegalArgumentException(
          "no incident is between %s and %s".formatted(nights.first(), nights.last()));
    }
    if (judged.size() < incidents.size()) {
      notes.add(
          "%s outside the dates %s to %s not judged"
              .formatted(
                  Amount.of(incidents.size() - judged.size(), "incident is", "incidents are"),
                  nights.first(),
                  nights.last()));
    }
    return judged;
  }

  private static List<String> limits(
      NavigableSet<LocalDate> nights, LocalDate first, List<Incident> judged) {
    List<String> limits = new ArrayList<>();
    LocalDate settled = first.plusDays(Attributes.WEEK);
    int usual = nights.tailSet(settled, true).size();
    if (usual == 0) {
      limits.add(
          "the log has no night after its first week: it tells what is found, and nothing of false"
              + " alarms on usual nights");
    } else if (usual < FEWEST_NIGHTS) {
      limits.add(
          "only %s after the log's first week: false alarms a night are a rough guess"
              .formatted(Amount.of(usual, "night is", "nights are")));
    }
    if (judged.size() < FEWEST_INCIDENTS) {
      limits.add(
          "%s few to tell configs apart; intervals are wide"
              .formatted(Amount.of(judged.size(), "incident is", "incidents are")));
    }
    String early =
        judged.stream()
            .filter(incident -> incident.fromDate().isBefore(settled))
            .map(Incident::id)
            .collect(Collectors.joining(", "));
    if (!early.isEmpty()) {
      limits.add("in the log's first week, when all is new, and found too easily: " + early);
    }
    return limits;
  }
}
