package dev.nightwarden.guided;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Guesses the delimiter of text in columns, and what the columns are called. */
final class DelimitedText {
  private static final String DELIMITERS = ",;\t|";
  private static final int MOST_ROWS = 100;
  private static final int FEWEST_ROWS = 2;

  /** So many rows have as many cells as most; the others are broken, or prose. */
  private static final double REGULAR = 0.9;

  private DelimitedText() {}

  /**
   * What text says of its columns; empty where it is no table.
   *
   * @param isWhole whether nothing of it was cut off at its end
   */
  static Optional<LogFormat> guess(String text, boolean isWhole) {
    String comment = text.startsWith("#") ? "#" : null;
    String body = comment == null ? text : withoutComments(text);
    Optional<Character> named = separator(body);
    if (named.isPresent()) {
      body = body.substring(body.indexOf('\n') + 1);
    }
    List<List<String>> best = List.of();
    char delimiter = ',';
    String candidates = named.map(String::valueOf).orElse(DELIMITERS);
    for (int i = 0; i < candidates.length(); i++) {
      char candidate = candidates.charAt(i);
      List<List<String>> rows = rows(body, candidate, isWhole);
      if (isTable(rows) && (best.isEmpty() || usualWidth(rows) > usualWidth(best))) {
        best = rows;
        delimiter = candidate;
      }
    }
    if (best.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("format", "csv");
    keys.put("delimiter", String.valueOf(delimiter));
    if (comment != null) {
      keys.put("comment", comment);
    }
    boolean hasHeader = hasHeader(best);
    if (!hasHeader) {
      keys.put("columns", names(best));
    }
    return Optional.of(
        LogFormat.of(
            "csv, %s between %s, %s"
                .formatted(
                    switch (delimiter) {
                      case '\t' -> "tabs";
                      case ';' -> "semicolons";
                      case '|' -> "bars";
                      default -> "commas";
                    },
                    usualWidth(best) + " columns",
                    hasHeader ? "named by the first line" : "which nothing names"),
            keys));
  }

  private static String withoutComments(String text) {
    StringBuilder rest = new StringBuilder();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> rest.append(line).append('\n'));
    return rest.toString();
  }

  /** What a first line such as {@code sep=;} names. */
  private static Optional<Character> separator(String text) {
    boolean isNamed =
        text.length() > 5
            && text.regionMatches(true, 0, "sep=", 0, 4)
            && "\r\n".indexOf(text.charAt(5)) >= 0;
    return isNamed ? Optional.of(text.charAt(4)) : Optional.empty();
  }

  private static boolean isTable(List<List<String>> rows) {
    int width = usualWidth(rows);
    long regular = rows.stream().filter(row -> row.size() == width).count();
    return rows.size() >= FEWEST_ROWS && width > 1 && regular >= REGULAR * rows.size();
  }

  /** As many cells as most rows have; 0 without rows. */
  private static int usualWidth(List<List<String>> rows) {
    Map<Integer, Integer> widths = new HashMap<>();
    rows.forEach(row -> widths.merge(row.size(), 1, Integer::sum));
    return widths.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /** The first rows; quotes around cells may hold delimiters and line feeds. */
  static List<List<String>> rows(String text, char delimiter, boolean isWhole) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < text.length() && rows.size() < MOST_ROWS; i++) {
      char c = text.charAt(i);
      if (c == '"' && (isQuoted || cell.isEmpty())) {
        isQuoted = !isQuoted;
      } else if (isQuoted || (c != delimiter && c != '\n')) {
        cell.append(c);
      } else {
        row.add(cell.toString().strip());
        cell.setLength(0);
        if (c == '\n') {
          add(rows, row);
          row = new ArrayList<>();
        }
      }
    }
    if (isWhole && rows.size() < MOST_ROWS && !isQuoted && !(row.isEmpty() && cell.isEmpty())) {
      row.add(cell.toString().strip());
      add(rows, row);
    }
    return rows;
  }

  private static void add(List<List<String>> rows, List<String> row) {
    if (row.size() > 1 || !row.get(0).isEmpty()) {
      rows.add(row);
    }
  }

  /** A header has a name for each column; none of them is a number, a time or an address. */
  private static boolean hasHeader(List<List<String>> rows) {
    List<String> first = rows.get(0);
    return first.size() == usualWidth(rows)
        && new HashSet<>(first).size() == first.size()
        && first.stream().allMatch(cell -> Content.of(List.of(cell)) == Content.TEXT)
        && !first.contains("");
  }

  /** Names of columns by what is in them: {@code time}, {@code address}, and their place. */
  private static List<String> names(List<List<String>> rows) {
    int width = usualWidth(rows);
    List<String> names = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      List<String> cells = new ArrayList<>();
      for (List<String> row : rows) {
        if (row.size() == width && !row.get(column).isEmpty()) {
          cells.add(row.get(column));
        }
      }
      String name =
          switch (Content.of(cells)) {
            case TIME -> "time";
            case ADDRESS -> "address";
            case NUMBER, TEXT -> "column" + (column + 1);
          };
      names.add(names.contains(name) ? name + (column + 1) : name);
    }
    return names;
  }

  /** What all of some cells are. */
  private enum Content {
    TIME,
    ADDRESS,
    NUMBER,
    TEXT;

    static Content of(List<String> cells) {
      if (cells.isEmpty()) {
        return TEXT;
      }
      SampledField field = new SampledField("", new ArrayList<>(cells));
      if (field.addresses() == 1) {
        return ADDRESS;
      }
      if (TimeGuess.forms(field.some()).findAny().isPresent()) {
        return TIME;
      }
      return field.numbers() == 1 ? NUMBER : TEXT;
    }
  }
}
