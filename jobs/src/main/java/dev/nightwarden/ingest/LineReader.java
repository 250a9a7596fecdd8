package dev.nightwarden.ingest;

import dev.nightwarden.value.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.Row;

/**
 * One record on each line: JSON, or what a pattern makes of it. Blank lines are none. JSON objects
 * that share a line are records each.
 *
 * <p>A slice holds the lines that start in it; the last may reach beyond.
 */
final class LineReader extends RawReader {
  private final SourceFile file;
  private final Bytes bytes;
  private final long end;
  private final LinePattern pattern;
  private final boolean skipsUnmatched;
  private final Gathered line;
  private final Deque<String> rest = new ArrayDeque<>();
  private long skipped;
  private boolean started;
  private final boolean startsInside;

  /**
   * Reads a slice.
   *
   * @param bytes from the start of the file on, or from the byte before the slice
   * @param startsInside whether the slice is not the file's first
   * @param end where the slice ends
   * @param pattern null for JSON
   */
  LineReader(
      SourceFile file,
      Bytes bytes,
      boolean startsInside,
      long end,
      int maxBytes,
      LinePattern pattern,
      boolean skipsUnmatched) {
    this.file = file;
    this.bytes = bytes;
    this.end = end;
    this.startsInside = startsInside;
    this.pattern = pattern;
    this.skipsUnmatched = skipsUnmatched;
    this.line = new Gathered(maxBytes);
  }

  @Override
  Row read() throws IOException {
    if (!started) {
      started = true;
      if (startsInside) {
        bytes.readLine(new Gathered(0));
      } else {
        bytes.dropByteOrderMark();
      }
    }
    while (!rest.isEmpty() || (bytes.position() < end && bytes.readLine(line))) {
      if (!rest.isEmpty()) {
        return object(rest.remove());
      }
      line.dropCarriageReturn();
      if (!line.isBlank()) {
        Row row = row();
        if (row != null) {
          return row;
        }
      }
    }
    return null;
  }

  @Override
  Row last() {
    return skipped == 0 ? null : RawRecords.skipped(file, skipped);
  }

  private Row row() throws IOException {
    if (line.isTooLong()) {
      return RawRecords.refused(file, line.shown(), tooLong(line));
    }
    try {
      String text = line.text();
      if (pattern == null) {
        rest.addAll(Concatenated.values(text));
        return object(rest.remove());
      }
      String data = pattern.match(text);
      if (data == null && skipsUnmatched) {
        skipped++;
        return null;
      }
      if (data == null) {
        throw new Refusal("the pattern does not match");
      }
      return RawRecords.record(file, text, data);
    } catch (Refusal refused) {
      return RawRecords.refused(file, line.shown(), reason(refused, bytes));
    }
  }

  private Row object(String text) throws IOException {
    try {
      if (rest.isEmpty() && bytes.endsInsideLine()) {
        Json.read(text, Json.Duplicates.LAST);
      }
      return RawRecords.record(file, text, null);
    } catch (Json.Problem refused) {
      return RawRecords.refused(file, text, reason(refused, bytes));
    }
  }

  /** Why a record is refused; marked where it is the end of a file that may still be written. */
  static String reason(Exception refused, Bytes bytes) throws IOException {
    return (bytes.endsInsideLine() ? RawRecords.UNFINISHED : "") + refused.getMessage();
  }

  static String tooLong(Gathered record) {
    return "%d bytes, longer than max_bytes".formatted(record.length());
  }

  @Override
  Row broken(BrokenFileException broken) {
    return RawRecords.refused(file, line.shown(), RawRecords.BREAKS_OFF + broken.getMessage());
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
