package dev.nightwarden.validate;

import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a look at the data has to tell, in the order in which it was found. */
final class Notes {
  private static final int SHOWN = 3;
  private static final int SHOWN_LENGTH = 60;

  private final List<String> lines = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  void line(String text) {
    lines.add(text);
  }

  void warning(String text) {
    warnings.add(text);
  }

  void problem(String text) {
    problems.add(text);
  }

  /** A problem for each of the first few, and one for how many more there are. */
  <T> void problems(String key, List<T> all, Function<T, String> words) {
    all.stream().limit(SHOWN).forEach(each -> problem("%s: %s".formatted(key, words.apply(each))));
    if (all.size() > SHOWN) {
      problem("%s: the same for %d more files".formatted(key, all.size() - SHOWN));
    }
  }

  /** A name out of the data, short and fit to be shown. */
  static String shown(String name) {
    return Printable.printable(name, SHOWN_LENGTH);
  }

  Validate.Report report() {
    return new Validate.Report(lines, warnings, problems);
  }
}
