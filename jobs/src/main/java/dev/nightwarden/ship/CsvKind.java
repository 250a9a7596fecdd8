package dev.nightwarden.ship;

import com.univocity.parsers.common.TextWritingException;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** CSV with a header, by which a file of ours is known. */
final class CsvKind implements TextKind {
  /** What a spreadsheet passes over before it looks for a formula, and then one. */
  private static final Pattern FORMULA =
      Pattern.compile("'*+([\t\r\n]|['\\p{Z}\\p{C}]*+[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  @Override
  public String suffix() {
    return "csv";
  }

  @Override
  public int version(StoreFile file, StoredTable table) throws IOException {
    byte[] start = new byte[header(table, table.version()).length() + 8];
    int length;
    try (InputStream in = file.files().open(file.path())) {
      length = in.readNBytes(start, 0, start.length);
    }
    String text = new String(start, 0, length, StandardCharsets.UTF_8);
    // A spreadsheet that saved the file put a byte order mark in front.
    String line = text.lines().findFirst().orElse("").replaceFirst("^\uFEFF", "");
    return IntStream.rangeClosed(1, table.version())
        .filter(version -> line.equals(header(table, version)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public String lack(StoredTable table) {
    return "its first line is not \"%s,...\""
        .formatted(String.join(",", table.names().subList(0, 2)));
  }

  @Override
  public long write(OutputStream out, List<String> names, Iterator<String[]> rows)
      throws IOException {
    BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    CsvWriter csv = new CsvWriter(text, format());
    long count = 0;
    try {
      csv.writeRow(names.toArray(String[]::new));
      while (rows.hasNext()) {
        String[] row = rows.next();
        for (int i = 0; i < row.length; i++) {
          row[i] = neutralized(row[i]);
        }
        csv.writeRow(row);
        count++;
      }
      csv.flush();
    } catch (TextWritingException e) {
      if (e.getCause() instanceof IOException why) {
        throw why;
      }
      throw e;
    }
    return count;
  }

  private static String header(StoredTable table, int version) {
    return String.join(",", table.names(version));
  }

  /** The cell with an apostrophe in front where a spreadsheet would run it as a formula. */
  static String neutralized(String cell) {
    if (cell == null || cell.isEmpty() || NEGATIVE_NUMBER.matcher(cell).matches()) {
      return cell;
    }
    return FORMULA.matcher(cell).lookingAt() ? "'" + cell : cell;
  }

  private static CsvWriterSettings format() {
    CsvWriterSettings csv = new CsvWriterSettings();
    csv.getFormat().setLineSeparator("\r\n");
    csv.getFormat().setQuoteEscape('"');
    csv.setNormalizeLineEndingsWithinQuotes(false);
    csv.setIgnoreLeadingWhitespaces(false);
    csv.setIgnoreTrailingWhitespaces(false);
    csv.setSkipEmptyLines(false);
    csv.setNullValue("");
    csv.setEmptyValue("\"\"");
    csv.setQuoteEscapingEnabled(true);
    csv.setMaxCharsPerColumn(-1);
    return csv;
  }
}
