package dev.nightwarden.evaluate;

import dev.nightwarden.evaluate.Replayed.Cause;
import dev.nightwarden.evaluate.Replayed.WrongAlert;
import dev.nightwarden.evaluate.Scorecard.Missed;
import dev.nightwarden.evaluate.Scorecard.Tally;
import dev.nightwarden.evaluate.Scorecard.Worth;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** An evaluation as lines for a terminal: a column for each config. */
public final class EvaluationText {
  private static final int FIGURE = 44;
  private static final int COLUMN = 26;
  private static final int LONGEST = 160;
  private static final int MOST_MISSED = 15;
  private static final int MOST_CAUSES = 5;

  private final Evaluation evaluation;
  private final List<String> lines = new ArrayList<>();

  private EvaluationText(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** The lines. */
  public static List<String> of(Evaluation evaluation) {
    EvaluationText text = new EvaluationText(evaluation);
    text.write();
    return text.lines;
  }

  private void write() {
    lines.add(
        "%s from %s to %s"
            .formatted(
                Amount.of(evaluation.incidents().size(), "incident"),
                evaluation.from(),
                evaluation.to()));
    evaluation.notes().forEach(note -> lines.add("note: " + shown(note)));
    lines.add("");
    row("", Scorecard::config);
    figures();
    tallies("found of all, and within the first 10, by kind", Scorecard::kinds);
    tallies("by strength", Scorecard::strengths);
    detectors();
    evaluation.comparisons().forEach(this::compare);
    evaluation.scorecards().forEach(this::details);
  }

  private void figures() {
    row("incidents found", card -> card.found().words());
    for (int look : Scorecard.LOOKS) {
      row(
          "  among the first %d of a night".formatted(look),
          card -> card.within().get(look).words());
    }
    row("  place of the alert in its night, median", card -> number(card.medianPlace()));
    row("  hours to the first malicious event, median", card -> number(card.medianHours()));
    row("alerts a night", card -> card.alerts().words());
    row("actors falsely flagged a night", card -> card.wrong().words());
    row("  share of those who were active", card -> percent(card.wrongShare()));
    row("  a night of the log's first week", card -> number(card.firstWeek()));
    row("  share of joiners in their first week", card -> percent(card.joiners()));
    for (String kind : kinds()) {
      if (!kind.isEmpty()) {
        row(
            "  share of kind " + kind,
            card -> percent(card.groups().getOrDefault(kind, Double.NaN)));
      }
    }
    for (int look : Scorecard.LOOKS) {
      row(
          "right among the first %d of all nights".formatted(look),
          card -> card.precision().get(look).words());
    }
    row("actors falsely flagged once / on more nights", EvaluationText::repeated);
  }

  private Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    evaluation.scorecards().forEach(card -> kinds.addAll(card.groups().keySet()));
    return kinds;
  }

  private static String repeated(Scorecard card) {
    long once = card.repeated().getOrDefault(1L, 0L);
    long all = card.repeated().values().stream().mapToLong(Long::longValue).sum();
    return "%d / %d".formatted(once, all - once);
  }

  private void tallies(String title, Function<Scorecard, Map<String, Tally>> of) {
    lines.add("");
    lines.add(title);
    Set<String> names = new TreeSet<>();
    evaluation.scorecards().forEach(card -> names.addAll(of.apply(card).keySet()));
    for (String name : names) {
      row(
          "  " + (name.isEmpty() ? "(not said)" : name),
          card -> {
            Tally tally = of.apply(card).get(name);
            return tally == null
                ? "-"
                : "%d of %d, %d".formatted(tally.found(), tally.all(), tally.within10());
          });
    }
  }

  private void detectors() {
    lines.add("");
    lines.add("incidents with a malicious anomaly of a detector");
    Set<String> names = new TreeSet<>();
    evaluation.scorecards().forEach(card -> names.addAll(card.detectors().keySet()));
    names.forEach(name -> row("  " + name, card -> "" + card.detectors().getOrDefault(name, 0)));
  }

  private void compare(Comparison comparison) {
    lines.add("");
    lines.add("%s against %s".formatted(comparison.first(), comparison.second()));
    if (comparison.isEqual()) {
      lines.add("  equal: the same incidents, and as many false alarms on each night");
      return;
    }
    lines.add(
        difference("found", comparison.onlyFirst(), comparison.onlySecond(), comparison.foundP()));
    lines.add(
        difference(
            "found among the first 10",
            comparison.onlyFirst10(),
            comparison.onlySecond10(),
            comparison.within10P()));
    if (Double.isNaN(comparison.wrong().value())) {
      return; // No night is after the log's first week.
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "  falsely flagged a night: %s flags %+.2f (%.2f to %.2f) against %s; p = %.3f",
            comparison.second(),
            comparison.wrong().value(),
            comparison.wrong().low(),
            comparison.wrong().high(),
            comparison.first(),
            comparison.wrongP()));
  }

  private static String difference(
      String what, List<String> onlyFirst, List<String> onlySecond, double p) {
    return String.format(
        Locale.ROOT,
        "  %s: %d by the first only, %d by the second only; p = %.3f",
        what,
        onlyFirst.size(),
        onlySecond.size(),
        p);
  }

  private void details(Scorecard card) {
    lines.add("");
    lines.add(
        "%s: what each part is worth (found, among the first 10, falsely flagged a night)"
            .formatted(card.config()));
    lines.add(
        "  %-42s %4d %4d %8.2f"
            .formatted(
                "as it is",
                card.places().size(),
                card.places().values().stream().filter(place -> place <= 10).count(),
                card.wrong().value()));
    for (Worth worth : card.worth()) {
      lines.add(
          "  %-42s %4d %4d %8.2f"
              .formatted(
                  "without " + shown(worth.without()),
                  worth.found(),
                  worth.within10(),
                  worth.wrong()));
    }
    lines.add("%s: the most frequent causes of false alarms".formatted(card.config()));
    for (Cause cause : card.causes().subList(0, Math.min(MOST_CAUSES, card.causes().size()))) {
      lines.add(
          "  %4d of %4d actors: %s%s: %s"
              .formatted(
                  cause.alerts(),
                  cause.actors(),
                  cause.detector(),
                  cause.field() == null ? "" : " " + shown(cause.field()),
                  shown(cause.example())));
    }
    if (!card.missed().isEmpty()) {
      lines.add("%s: missed".formatted(card.config()));
      for (Missed missed : card.missed().subList(0, Math.min(MOST_MISSED, card.missed().size()))) {
        lines.add("  " + missed(missed));
      }
      if (card.missed().size() > MOST_MISSED) {
        lines.add(
            "  and %d more, in the JSON and on the page"
                .formatted(card.missed().size() - MOST_MISSED));
      }
    }
  }

  static String missed(Missed missed) {
    String what =
        "%s%s of %s at %s"
            .formatted(
                shown(missed.incident()),
                missed.strength() == null ? "" : ", " + shown(missed.strength()) + ",",
                shown(String.join(", ", missed.actors())),
                missed.from());
    return missed.reason() == null
        ? what + ": no anomaly"
        : String.format(
            Locale.ROOT, "%s: at most %.2f: %s", what, missed.score(), shown(missed.reason()));
  }

  static String wrong(WrongAlert alert) {
    return "%s on %s, number %d of the night: %s"
        .formatted(
            shown(alert.actor()),
            alert.night(),
            alert.place(),
            shown(String.join("; ", alert.reasons())));
  }

  private void row(String figure, Function<Scorecard, String> of) {
    StringBuilder line = new StringBuilder(padded(figure, FIGURE));
    for (Scorecard card : evaluation.scorecards()) {
      line.append(padded(shown(of.apply(card)), COLUMN));
    }
    lines.add(line.toString().stripTrailing());
  }

  private static String padded(String text, int width) {
    return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  /** A text of the logs or the config, fit for a line. */
  public static String shown(String text) {
    return Printable.printable(text, LONGEST);
  }
}
