package dev.nightwarden.evaluate;

import dev.nightwarden.evaluate.Replayed.Cause;
import dev.nightwarden.evaluate.Scorecard.Point;
import dev.nightwarden.evaluate.Scorecard.Worth;
import dev.nightwarden.report.Templates;
import dev.nightwarden.value.Sha256;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An evaluation as one HTML file that loads and runs nothing: the table, the curves of what is
 * found against alerts a night, and below each config what it missed and its false alarms, to open.
 *
 * @param text the lines of {@link EvaluationText}
 */
public record EvaluationPage(
    String style,
    String policy,
    String title,
    List<String> text,
    List<String> notes,
    List<Curve> curves,
    List<Tick> alerts,
    List<Tick> shares,
    List<Card> cards) {
  private static final String FOLDER = "/dev/nightwarden/evaluate/";

  /** The drawing, in its own units. */
  private static final double WIDTH = 640;

  private static final double HEIGHT = 300;
  private static final int COLOURS = 6;

  /** A line of the drawing: the points as SVG has them. */
  record Curve(String name, String points, int colour, String last) {}

  /** A mark of an axis. */
  record Tick(String at, String label) {}

  /** What is to be opened of a config. */
  record Card(
      String name,
      List<String> missed,
      List<Group> causes,
      List<String> wrong,
      List<String> worth) {
    boolean hasMissed() {
      return !missed.isEmpty();
    }
  }

  /** A cause of false alarms. */
  record Group(String title, String example) {}

  /** Writes the page of an evaluation. */
  public static void write(Evaluation evaluation, Path file) throws IOException {
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    evaluation.scorecards().forEach(card -> curves.put(card.config(), card.curve()));
    write(
        "%d incidents, %s to %s"
            .formatted(evaluation.incidents().size(), evaluation.from(), evaluation.to()),
        evaluation.notes(),
        EvaluationText.of(evaluation),
        curves,
        evaluation.scorecards(),
        file);
  }

  /**
   * Writes a page.
   *
   * @param notes what limits what can be said
   * @param text lines of figures
   * @param curves by name, what is found against alerts a night; none is empty
   * @param scorecards of which details are to be opened
   */
  public static void write(
      String title,
      List<String> notes,
      List<String> text,
      Map<String, List<Point>> curves,
      List<Scorecard> scorecards,
      Path file)
      throws IOException {
    String style = Templates.resource(FOLDER + "evaluation.css");
    double most =
        curves.values().stream().flatMap(List::stream).mapToDouble(Point::alerts).max().orElse(1);
    double right = Math.max(1, Math.ceil(most));
    List<Curve> drawn = new ArrayList<>();
    curves.forEach((name, points) -> drawn.add(curve(name, points, right, drawn.size() % COLOURS)));
    EvaluationPage page =
        new EvaluationPage(
            style,
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                .formatted(
                    Base64.getEncoder()
                        .encodeToString(Sha256.of(style.getBytes(StandardCharsets.UTF_8)))),
            title,
            text,
            notes,
            drawn,
            ticks(right),
            List.of(0, 25, 50, 75, 100).stream()
                .map(share -> new Tick(number(HEIGHT * (1 - share / 100.0)), share + "%"))
                .toList(),
            scorecards.stream().map(EvaluationPage::card).toList());
    try (Writer out = Files.newBufferedWriter(file)) {
      Templates.write(FOLDER + "evaluation.mustache", page, out);
    }
  }

  private static Curve curve(String name, List<Point> all, double right, int colour) {
    String points =
        all.stream()
            .map(
                point ->
                    number(WIDTH * point.alerts() / right)
                        + ","
                        + number(HEIGHT * (1 - point.found())))
            .collect(Collectors.joining(" "));
    Point last = all.get(all.size() - 1);
    return new Curve(
        name,
        points,
        colour,
        String.format(
            Locale.ROOT,
            "%.0f%% of incidents at %.1f alerts a night",
            100 * last.found(),
            last.alerts()));
  }

  private static List<Tick> ticks(double right) {
    List<Tick> ticks = new ArrayList<>();
    double step = Math.max(1, Math.ceil(right / 8));
    for (double at = 0; at <= right; at += step) {
      ticks.add(new Tick(number(WIDTH * at / right), String.format(Locale.ROOT, "%.0f", at)));
    }
    return ticks;
  }

  private static Card card(Scorecard card) {
    return new Card(
        card.config(),
        card.missed().stream().map(EvaluationText::missed).toList(),
        card.causes().stream().map(EvaluationPage::group).toList(),
        card.wrongAlerts().stream().map(EvaluationText::wrong).toList(),
        card.worth().stream().map(EvaluationPage::worth).toList());
  }

  private static Group group(Cause cause) {
    return new Group(
        "%d alerts of %d actors: %s %s"
            .formatted(
                cause.alerts(),
                cause.actors(),
                cause.detector(),
                cause.field() == null ? "" : cause.field()),
        cause.example());
  }

  private static String worth(Worth worth) {
    return String.format(
        Locale.ROOT,
        "without %s: %d found, %d among the first 10, %.2f falsely flagged a night",
        worth.without(),
        worth.found(),
        worth.within10(),
        worth.wrong());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
