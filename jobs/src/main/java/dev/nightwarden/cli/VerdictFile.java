package dev.nightwarden.cli;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.TextFile;
import dev.nightwarden.verdict.GivenVerdict;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/**
 * Verdicts of a CSV file in UTF-8 (RFC 4180) whose first line names its columns: {@code id} and
 * {@code verdict}, and of {@code scope}, {@code from}, {@code until}, {@code by} and {@code note}
 * those that it has. An empty cell says nothing.
 */
final class VerdictFile {
  private static final List<String> COLUMNS =
      List.of("id", "verdict", "scope", "from", "until", "by", "note");

  private static final int MOST_BYTES = 32 << 20;
  private static final int LONGEST_CELL = 10_000;
  private static final int SHOWN = 60;

  private VerdictFile() {}

  /**
   * @param by who gave those whose line does not say
   * @throws IllegalArgumentException naming the line and what is wrong with it
   */
  static List<GivenVerdict> read(Path file, String by) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    settings.setMaxCharsPerColumn(LONGEST_CELL);
    settings.setLineSeparatorDetectionEnabled(true);
    // Else a line that begins with # would be passed over in silence.
    settings.getFormat().setComment('\0');
    CsvParser parser = new CsvParser(settings);
    List<GivenVerdict> verdicts = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(text(file)));
      for (Record row = parser.parseNextRecord(); row != null; row = parser.parseNextRecord()) {
        if (verdicts.isEmpty()) {
          checkHeader(file, parser.getContext().headers());
        }
        verdicts.add(verdict(file, row, verdicts.size() + 1, by));
      }
    } catch (TextParsingException e) {
      throw refused(file, "record %d is no CSV".formatted(verdicts.size() + 1));
    }
    if (verdicts.isEmpty()) {
      throw refused(file, "has no verdicts; its first line names columns: " + COLUMNS);
    }
    return verdicts;
  }

  private static String text(Path file) {
    if (file.toFile().length() > MOST_BYTES) {
      throw refused(file, "is longer than %d MiB".formatted(MOST_BYTES >> 20));
    }
    try {
      String text = TextFile.read(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IllegalArgumentException e) {
      throw refused(file, e.getMessage());
    }
  }

  private static void checkHeader(Path file, String[] header) {
    List<String> names = Arrays.asList(header);
    if (!names.contains("id") || !names.contains("verdict") || !COLUMNS.containsAll(names)) {
      throw refused(
          file,
          "has the columns %s; needed: id, verdict; allowed: %s"
              .formatted(Printable.printable(String.join(",", names), SHOWN), COLUMNS));
    }
  }

  private static GivenVerdict verdict(Path file, Record row, int number, String by) {
    try {
      String id = cell(row, "id");
      String verdict = cell(row, "verdict");
      String scope = cell(row, "scope");
      String who = cell(row, "by");
      if (id == null || verdict == null) {
        throw new IllegalArgumentException("lacks its %s".formatted(id == null ? "id" : "verdict"));
      }
      return new GivenVerdict(
          id,
          VerdictWords.opinion(verdict),
          scope == null ? null : VerdictWords.scope(scope),
          date(row, "from"),
          date(row, "until"),
          who == null ? by : who,
          cell(row, "note"));
    } catch (IllegalArgumentException | TypeConversionException e) {
      throw refused(file, "record %d: %s".formatted(number, e.getMessage()));
    }
  }

  private static String cell(Record row, String column) {
    String cell =
        Arrays.asList(row.getMetaData().headers()).contains(column) ? row.getString(column) : null;
    return cell == null || cell.isBlank() ? null : cell.strip();
  }

  private static LocalDate date(Record row, String column) {
    String cell = cell(row, column);
    try {
      return cell == null ? null : LocalDate.parse(cell);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s is \"%s\", no date such as 2025-03-14"
              .formatted(column, Printable.printable(cell, SHOWN)));
    }
  }

  private static IllegalArgumentException refused(Path file, String problem) {
    return new IllegalArgumentException(
        "--file %s: %s; nothing was written down".formatted(file, problem));
  }
}
