package dev.nightwarden.tune;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.evaluate.Attributes;
import dev.nightwarden.evaluate.Evaluate;
import dev.nightwarden.evaluate.Evaluation;
import dev.nightwarden.evaluate.EvaluationText;
import dev.nightwarden.evaluate.LabelledMessages;
import dev.nightwarden.evaluate.Replay;
import dev.nightwarden.evaluate.Scorecard;
import dev.nightwarden.evaluate.Scorecard.Point;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.tune.Tuning.Change;
import dev.nightwarden.tune.Tuning.Figures;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks for changes of a config that find the most within a budget of alerts: on the nights before
 * half of the incidents have begun; and says what they give on the nights after.
 *
 * @param source whose messages are replayed; only read
 * @param incidents the labels
 * @param directory who is of which kind, a csv file; null for none
 * @param work where replays are kept
 * @param codeVersion tells builds apart
 * @param tell is told of progress
 * @param read reads a config's text under a name, checked
 */
public record Tune(
    Warehouse source,
    List<Incident> incidents,
    Path directory,
    Path work,
    String codeVersion,
    Consumer<String> tell,
    BiFunction<String, String, Loaded<Config>> read) {
  private static final int FEWEST_INCIDENTS = 4;
  private static final int FEWEST_NIGHTS = 3;

  /** A tuned config's text, and what it gives. */
  public record Tuned(String text, Tuning tuning) {}

  /**
   * Tunes a config.
   *
   * @param text of the config
   * @param budget alerts a night
   * @param least the share of incidents that a good enough config finds
   * @param most how many settings are tried at most
   * @param from the first date; null: the log's first
   * @param to the last date; null: the log's last
   * @throws IllegalArgumentException if there is too little to tune by
   */
  public Tuned of(
      String text, double budget, double least, int most, LocalDate from, LocalDate to) {
    NavigableSet<LocalDate> dates = Evaluate.dates(source);
    LocalDate settled = dates.first().plusDays(Attributes.WEEK);
    LocalDate begin = from == null || from.isBefore(settled) ? settled : from;
    LocalDate end = to == null ? dates.last() : to;
    if (begin.isAfter(end)) {
      throw new IllegalArgumentException(
          "there is nothing to look at from %s to %s; the log goes from %s to %s, and its first week"
                  .formatted(begin, end, dates.first(), dates.last())
              + " is left out");
    }
    List<Incident> judged =
        incidents.stream()
            .filter(one -> !one.fromDate().isBefore(begin) && !one.fromDate().isAfter(end))
            .sorted(Comparator.comparing(Incident::from).thenComparing(Incident::id))
            .toList();
    LocalDate cut = judged.isEmpty() ? end : judged.get(judged.size() / 2).fromDate();
    Set<String> sought =
        judged.stream()
            .filter(one -> one.fromDate().isBefore(cut))
            .map(Incident::id)
            .collect(Collectors.toSet());
    NavigableSet<LocalDate> nights = dates.subSet(begin, true, cut, false);
    NavigableSet<LocalDate> later = dates.subSet(cut, true, end, true);
    check(sought.size(), judged.size() - sought.size(), nights.size(), later.size());
    tell.accept(
        "searches on %d nights before %s, with %d incidents; reports on %d nights from then on, with %d"
            .formatted(
                nights.size(), cut, sought.size(), later.size(), judged.size() - sought.size()));
    Loaded<Config> present = read.apply("as it is", text);
    TuningSearch.Result found =
        GeoDatabases.using(
            source.spark(),
            present.config().geoip(),
            () -> search(text, present, nights, sought, dates, end, budget, most));
    return report(text, found, budget, least, cut, end, sought.size());
  }

  private static void check(int sought, int left, int nights, int later) {
    if (Math.min(sought, left) < FEWEST_INCIDENTS || Math.min(nights, later) < FEWEST_NIGHTS) {
      throw new IllegalArgumentException(
          ("too little to tune by: after the log's first week, and cut where half of the incidents"
                  + " have begun, there are %d incidents on %d nights to search with and %d on %d to"
                  + " report on; at least %d and %d are needed of each")
              .formatted(sought, nights, left, later, FEWEST_INCIDENTS, FEWEST_NIGHTS));
    }
  }

  private TuningSearch.Result search(
      String text,
      Loaded<Config> present,
      NavigableSet<LocalDate> nights,
      Set<String> sought,
      NavigableSet<LocalDate> dates,
      LocalDate end,
      double budget,
      int most) {
    Replay replay = new Replay(source, dates.first(), dates.floor(end), work, codeVersion);
    LabelledMessages labelled =
        LabelledMessages.of(
            source.read(Table.MESSAGES),
            new Application(present.config()).profiles().values(),
            incidents,
            tell);
    Space space = new Space(present.config(), candidate -> isPossible(candidate, text));
    try (Trials trials =
        new Trials(
            replay,
            candidate -> read.apply(candidate.words(), candidate.in(text, Map.of())),
            labelled,
            nights,
            sought)) {
      return new TuningSearch(trials, space, budget, sought.size(), most, tell).run();
    } finally {
      labelled.close();
    }
  }

  /** What cannot be written into the text, or is refused there, is not looked at. */
  private boolean isPossible(Candidate candidate, String text) {
    try {
      return read.apply(candidate.words(), candidate.in(text, Map.of())) != null;
    } catch (IllegalArgumentException | ConfigException e) {
      return false;
    }
  }

  private Tuned report(
      String text,
      TuningSearch.Result found,
      double budget,
      double least,
      LocalDate cut,
      LocalDate end,
      int sought) {
    Map<String, List<String>> why = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (var change : found.best().candidate().changes().entrySet()) {
      Outcome without = found.reasons().get(change.getKey());
      Figures figures = figures(without == null ? found.present() : without);
      changes.add(new Change(change.getKey(), change.getValue().orElse(null), figures));
      why.put(
          change.getKey(),
          List.of(
              String.format(
                  Locale.ROOT,
                  "%s: finds %d of %d with %.1f alerts a night; without this change %d with %.1f.",
                  change.getValue().isPresent()
                      ? "Tuned"
                      : "Taken out, "
                          + EvaluationText.shown(KeyPath.parse(change.getKey()).toString()),
                  found.best().found().size(),
                  sought,
                  found.best().alerts(),
                  figures.found(),
                  figures.alerts())));
    }
    String tuned = found.best().candidate().in(text, why);
    Map<String, Loaded<Config>> both = new LinkedHashMap<>();
    both.put("as it is", read.apply("as it is", text));
    both.put("tuned", read.apply("tuned", tuned));
    Evaluation evaluation =
        new Evaluate(source, incidents, directory, work, codeVersion, tell)
            .of(both, cut, end, true);
    Scorecard card = evaluation.scorecards().get(1);
    boolean isGood = card.alerts().value() <= budget && card.found().value() >= least;
    List<Point> curve = curve(found.tried(), sought);
    return new Tuned(
        tuned,
        new Tuning(
            budget,
            cut,
            found.tried().size(),
            sought,
            figures(found.present()),
            figures(found.best()),
            changes,
            curve,
            evaluation,
            isGood,
            verdict(isGood, card, budget, least, curve)));
  }

  private static Figures figures(Outcome outcome) {
    return new Figures(outcome.found().size(), outcome.alerts());
  }

  private static String verdict(
      boolean isGood, Scorecard card, double budget, double least, List<Point> curve) {
    String seen =
        String.format(
            Locale.ROOT,
            "on the nights that were not looked at, the tuned config finds %.0f%% with %.1f alerts a"
                + " night",
            100 * card.found().value(),
            card.alerts().value());
    if (isGood) {
      return seen;
    }
    Optional<Point> enough =
        curve.stream()
            .filter(point -> point.found() >= least && point.alerts() > budget)
            .findFirst();
    return String.format(
            Locale.ROOT,
            "no setting is good enough: %s; wanted: %.0f%% with at most %.1f",
            seen,
            100 * least,
            budget)
        + enough
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "; in the search, %.0f%% took %.1f alerts a night",
                        100 * point.found(),
                        point.alerts()))
            .orElse("");
  }

  /** The most that was found with at most so many alerts, where more of them find more. */
  private static List<Point> curve(List<Outcome> tried, int sought) {
    List<Outcome> sorted = new ArrayList<>(tried);
    sorted.sort(Comparator.comparingDouble(Outcome::alerts));
    List<Point> curve = new ArrayList<>();
    curve.add(new Point(0, 0, 0));
    int most = 0;
    for (Outcome outcome : sorted) {
      if (outcome.found().size() > most) {
        most = outcome.found().size();
        curve.add(new Point(curve.size(), outcome.alerts(), (double) most / sought));
      }
    }
    return curve;
  }
}
