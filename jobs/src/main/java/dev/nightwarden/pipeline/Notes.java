package dev.nightwarden.pipeline;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The findings of a validation, in the order in which they were made. */
public final class Notes {
  private static final int SHOWN = 3;
  private static final int SHOWN_KEYS = 30;
  private static final int SHOWN_LENGTH = 60;

  private final List<String> lines = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** Something that was found. */
  public void line(String text) {
    lines.add(text);
  }

  /** Something that hardly anybody wants. */
  public void warning(String text) {
    warnings.add(text);
  }

  /** Something that makes a run pointless or fail. */
  public void problem(String text) {
    problems.add(text);
  }

  /** A problem for each of the first few, and one for how many more there are. */
  public <T> void problems(String key, List<T> all, Function<T, String> words) {
    all.stream().limit(SHOWN).forEach(each -> problem("%s: %s".formatted(key, words.apply(each))));
    if (all.size() > SHOWN) {
      problem("%s: the same for %s".formatted(key, Amount.of(all.size() - SHOWN, "more file")));
    }
  }

  /** A name out of the data, short and fit to be shown. */
  public static String shown(String name) {
    return Printable.printable(name, SHOWN_LENGTH);
  }

  /** The names that most messages have at their top. */
  public static String keys(Dataset<Row> messages) {
    List<Row> keys =
        messages
            .selectExpr("explode(json_object_keys(to_json(data))) AS k")
            .groupBy("k")
            .count()
            .orderBy(col("count").desc(), col("k"))
            .limit(SHOWN_KEYS)
            .collectAsList();
    return String.join(", ", keys.stream().map(row -> shown(row.getString(0))).toList());
  }

  /** All there is to tell. */
  public Validation validation() {
    return new Validation(lines, warnings, problems);
  }
}
