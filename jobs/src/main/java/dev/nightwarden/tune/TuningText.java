package dev.nightwarden.tune;

import dev.nightwarden.evaluate.EvaluationText;
import dev.nightwarden.evaluate.Scorecard.Point;
import dev.nightwarden.tune.Tuning.Change;
import dev.nightwarden.tune.Tuning.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A tuning as lines for a terminal. */
public final class TuningText {
  private TuningText() {}

  /** The lines. */
  public static List<String> of(Tuning tuning) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "at most %.1f alerts a night; %d settings judged on the nights before %s, with %d incidents",
            tuning.budget(),
            tuning.searched(),
            tuning.cut(),
            tuning.incidents()));
    lines.add("");
    lines.add("alerts a night        found, at most");
    for (Point point : tuning.curve()) {
      lines.add(
          String.format(Locale.ROOT, "%14.1f        %3.0f%%", point.alerts(), 100 * point.found()));
    }
    lines.add("");
    lines.add("as it is: " + words(tuning.present(), tuning.incidents()));
    lines.add("tuned:    " + words(tuning.chosen(), tuning.incidents()));
    if (tuning.changes().isEmpty()) {
      lines.add("nothing that was tried is better than the config as it is");
    }
    for (Change change : tuning.changes()) {
      lines.add(
          "  %s; without this: %s"
              .formatted(
                  EvaluationText.shown(
                      change.value() == null
                          ? "without " + change.key()
                          : change.key() + ": " + change.value()),
                  words(change.without(), tuning.incidents())));
    }
    lines.add("");
    lines.add("On the nights from %s on, which were not looked at:".formatted(tuning.cut()));
    lines.addAll(EvaluationText.of(tuning.evaluation()));
    lines.add("");
    lines.add(tuning.verdict());
    return lines;
  }

  private static String words(Figures figures, int incidents) {
    return String.format(
        Locale.ROOT,
        "%d of %d found, %.1f alerts a night",
        figures.found(),
        incidents,
        figures.alerts());
  }
}
