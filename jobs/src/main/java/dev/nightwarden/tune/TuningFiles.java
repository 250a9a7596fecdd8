package dev.nightwarden.tune;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.nightwarden.evaluate.EvaluationJson;
import dev.nightwarden.evaluate.EvaluationPage;
import dev.nightwarden.evaluate.Scorecard;
import dev.nightwarden.evaluate.Scorecard.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what tuning came to: {@code tuned.yml}, {@code tuned.diff}, {@code tune.json}, {@code
 * tune.html}.
 *
 * @param folder where to
 */
public record TuningFiles(Path folder) {
  private static final int AROUND = 3;

  /**
   * Writes them.
   *
   * @param name of the config's file
   * @param text of the config as it is
   */
  public void write(String name, String text, Tune.Tuned tuned) throws IOException {
    Files.writeString(folder.resolve("tuned.yml"), tuned.text());
    List<String> before = text.lines().toList();
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            name,
            "tuned.yml",
            before,
            DiffUtils.diff(before, tuned.text().lines().toList()),
            AROUND);
    Files.write(folder.resolve("tuned.diff"), diff);
    Tuning tuning = tuned.tuning();
    Files.writeString(folder.resolve("tune.json"), EvaluationJson.of(tuning));
    Map<String, List<Point>> curves = new LinkedHashMap<>();
    curves.put("settings of the search", tuning.curve());
    for (Scorecard card : tuning.evaluation().scorecards()) {
      curves.put(card.config() + ", on other nights", card.curve());
    }
    EvaluationPage.write(
        "Tuned for %s alerts a night".formatted(tuning.budget()),
        tuning.evaluation().notes(),
        TuningText.of(tuning),
        curves,
        tuning.evaluation().scorecards(),
        folder.resolve("tune.html"));
  }
}
