package dev.nightwarden.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;

/**
 * Delimited text as RFC 4180 has it: cells in quotes may hold delimiters, line feeds, and quotes
 * written twice. Empty lines are no records; empty cells are nulls. A first line {@code sep=;}
 * names the delimiter, as spreadsheets have it.
 *
 * <p>Where quotes do not add up, only the line where the trouble starts is refused, so that a stray
 * quote hides no records after it.
 */
final class CsvReader extends RawReader {
  static final int NO_QUOTE = -2;

  private static final Pattern SEPARATOR =
      Pattern.compile("\"?[sS][eE][pP]=([\\x00-\\x7f&&[^\"\r]])\"?\r?");

  /** Characters of the longest line that names the delimiter. */
  private static final int SEPARATOR_LINE = 8;

  private static final int MAX_COLUMNS = 10_000;

  /** Bytes kept beyond the bound: as many as can be read before it is seen to be passed. */
  private static final int MORE = 8;

  private final SourceFile file;
  private final Bytes bytes;
  private int delimiter;
  private final int quote;
  private int escape = NO_QUOTE;
  private final boolean hasHeader;
  private final Comments comments;
  private final int maxBytes;
  private final Gathered record;
  private final Gathered cell;
  private final List<String> cells = new ArrayList<>();
  private final Placeholders placeholders = new Placeholders();
  private List<String> columns;
  private boolean started;
  private int found;

  /**
   * Reads a file.
   *
   * @param quote {@link #NO_QUOTE}: none
   * @param hasHeader whether the first record names the columns
   * @param columns the columns' names, also if there is a header; empty: from the header
   */
  CsvReader(
      SourceFile file,
      Bytes bytes,
      int delimiter,
      int quote,
      boolean hasHeader,
      List<String> columns,
      int maxBytes) {
    this(file, bytes, delimiter, quote, hasHeader, columns, maxBytes, Comments.NONE);
  }

  /**
   * Reads a file with comments.
   *
   * @param comments passed over, but for one that names the columns
   */
  CsvReader(
      SourceFile file,
      Bytes bytes,
      int delimiter,
      int quote,
      boolean hasHeader,
      List<String> columns,
      int maxBytes,
      Comments comments) {
    this.comments = comments;
    this.file = file;
    this.bytes = bytes;
    this.delimiter = delimiter;
    this.quote = quote;
    this.hasHeader = hasHeader;
    this.columns = columns;
    this.maxBytes = maxBytes;
    this.record = new Gathered(maxBytes + MORE);
    this.cell = new Gathered(maxBytes);
  }

  /**
   * Lets a character take a quote, a delimiter, a line feed or itself for what it is; before any
   * other it means itself.
   */
  CsvReader escapedBy(int character) {
    escape = character;
    return this;
  }

  @Override
  Row read() throws IOException {
    if (!started) {
      started = true;
      bytes.dropByteOrderMark();
      readSeparator();
      if (hasHeader) {
        String problem = readHeader();
        if (problem != null) {
          columns = null;
          return RawRecords.refused(file, record.shown(), problem);
        }
      }
    }
    while (columns != null) {
      try {
        if (!readRecord()) {
          return null;
        }
        if (found > 0 && columns.isEmpty()) {
          throw new Refusal("no line before it begins with %s".formatted(comments.header()));
        }
        if (found > 0) {
          return row();
        }
      } catch (Refusal refused) {
        return RawRecords.refused(file, record.shown(), LineReader.reason(refused, bytes));
      }
    }
    return null;
  }

  private Row row() throws Refusal {
    String text = record.text();
    if (found != columns.size()) {
      throw new Refusal("%d columns, expected %d".formatted(found, columns.size()));
    }
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    StringBuilder json = new StringBuilder(2 * text.length() + 32 * found).append('{');
    for (int i = 0; i < found; i++) {
      String value = cells.get(i);
      LinePattern.append(json, encoder, columns.get(i), placeholders.holds(value) ? null : value);
    }
    return RawRecords.record(file, text, json.append('}').toString());
  }

  /** Reads a first line that names the delimiter, if there is one. */
  private void readSeparator() throws IOException {
    byte[] start = new byte[SEPARATOR_LINE];
    int length = 0;
    while (length < SEPARATOR_LINE && bytes.peek() >= 0 && bytes.peek() != '\n') {
      start[length++] = (byte) bytes.read();
    }
    String line = new String(start, 0, length, StandardCharsets.ISO_8859_1);
    Matcher separator = SEPARATOR.matcher(line);
    if (separator.matches() && (bytes.peek() == '\n' || bytes.peek() < 0)) {
      bytes.read();
      delimiter = separator.group(1).charAt(0);
    } else {
      bytes.unread(start, 0, length);
    }
  }

  /** Reads the header; returns what is wrong with it, or null. */
  private String readHeader() throws IOException {
    try {
      do {
        if (!readRecord()) {
          return null;
        }
      } while (found == 0);
      String unused = record.text();
      if (!columns.isEmpty()) {
        return null;
      }
      columns = named(cells);
      return null;
    } catch (Refusal refused) {
      return "no header: " + refused.getMessage();
    }
  }

  private static List<String> named(List<String> header) throws Refusal {
    if (header.size() > MAX_COLUMNS) {
      throw new Refusal("it names more than %d columns".formatted(MAX_COLUMNS));
    }
    return HeaderNames.of(header);
  }

  /** Passes over the comments that come next; takes the columns from the one that names them. */
  private void readComments() throws IOException, Refusal {
    while (comments.beginWith(bytes.peek())) {
      bytes.readLine(record);
      record.dropCarriageReturn();
      if (comments.nameColumns(record, (char) delimiter)) {
        // Those of before are no longer right, whatever is wrong with these.
        columns = List.of();
        columns = named(comments.columns(record, (char) delimiter));
      } else {
        placeholders.learn(record.shown());
      }
      record.clear();
    }
  }

  /**
   * Reads one record into {@code record} and {@code cells}; {@code found} counts the cells, 0 for
   * an empty line.
   *
   * @return false at the end of the file
   */
  private boolean readRecord() throws IOException, Refusal {
    record.clear();
    cells.clear();
    found = 0;
    readComments();
    if (bytes.peek() < 0) {
      return false;
    }
    while (true) {
      cell.clear();
      boolean quoted = bytes.peek() == quote;
      int stop = quoted ? readQuoted() : readPlain();
      if (stop != delimiter && !quoted) {
        cell.dropCarriageReturn();
      }
      if (stop != delimiter && found == 0 && !quoted && cell.length() == 0) {
        return true;
      }
      addCell();
      if (stop != delimiter) {
        record.dropCarriageReturn();
        if (isTooLong()) {
          throw new Refusal(LineReader.tooLong(record));
        }
        return true;
      }
      record.add(stop);
    }
  }

  private boolean isTooLong() {
    return record.length() > maxBytes;
  }

  private void addCell() {
    found++;
    int wanted = columns.isEmpty() ? MAX_COLUMNS : columns.size();
    if (found <= wanted) {
      cells.add(cell.shown());
    }
  }

  /** Reads to the delimiter, line feed or end (-1) that ends a cell, and returns it. */
  private int readPlain() throws IOException {
    while (true) {
      int c = bytes.read();
      if (c == delimiter || c == '\n' || c < 0) {
        return c;
      }
      record.add(c);
      if (c != escape || !addEscaped()) {
        cell.add(c);
      }
    }
  }

  /** Takes the character after an escape for what it is, if it needs that. */
  private boolean addEscaped() throws IOException {
    int c = bytes.peek();
    if (c < 0 || (c != quote && c != delimiter && c != escape && c != '\n')) {
      return false;
    }
    record.add(bytes.read());
    cell.add(c);
    return true;
  }

  private int readQuoted() throws IOException, Refusal {
    record.add(bytes.read());
    while (true) {
      // Looked at first: what is read is either part of the record or of the next.
      int c = isTooLong() ? -1 : bytes.read();
      if (c < 0) {
        throw backToSecondLine("a quote in column %d is not closed".formatted(found + 1));
      }
      record.add(c);
      boolean isEscape = c == escape && addEscaped();
      if (!isEscape && c != quote) {
        cell.add(c);
      } else if (!isEscape && bytes.peek() == quote) {
        record.add(bytes.read());
        cell.add(c);
      } else if (!isEscape) {
        return afterQuote();
      }
    }
  }

  private int afterQuote() throws IOException, Refusal {
    int c = bytes.read();
    if (c == '\r' && (bytes.peek() == '\n' || bytes.peek() < 0)) {
      record.add(c);
      c = bytes.read();
    }
    if (c == delimiter || c == '\n' || c < 0) {
      return c;
    }
    record.add(c);
    throw backToSecondLine("text after a closing quote in column %d".formatted(found + 1));
  }

  /** Leaves the first line in {@code record} and lets the next record start after it. */
  private Refusal backToSecondLine(String reason) throws IOException {
    int lineFeed = record.firstLineFeed();
    if (lineFeed >= 0 && !record.isTooLong()) {
      int from = lineFeed + 1;
      bytes.unread(record.kept(), from, record.keptLength() - from);
      record.cut(lineFeed);
    } else {
      for (int c = bytes.read(); c != '\n' && c >= 0; c = bytes.read()) {
        record.add(c);
      }
    }
    record.dropCarriageReturn();
    return new Refusal(isTooLong() ? LineReader.tooLong(record) : reason);
  }

  @Override
  Row broken(BrokenFileException broken) {
    return RawRecords.refused(file, record.shown(), RawRecords.BREAKS_OFF + broken.getMessage());
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
