package dev.nightwarden.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Reads the raw records of one slice of a file, as rows of {@link RawRecords#SCHEMA}. */
abstract class RawReader implements Iterator<Row>, Closeable {
  private Row next;
  private boolean ended;
  private boolean told;

  /** The next row, or null at the end. */
  abstract Row read() throws IOException;

  /** What is left to tell when the contents turn out broken: one row. */
  abstract Row broken(BrokenFileException broken);

  /** What is told after the end: one row, or null. */
  Row last() {
    return null;
  }

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = read();
        ended = next == null;
      } catch (BrokenFileException broken) {
        next = broken(broken);
        ended = true;
      } catch (IOException trouble) {
        throw new UncheckedIOException(trouble);
      }
    }
    if (next == null && !told) {
      told = true;
      next = last();
    }
    return next != null;
  }

  @Override
  public final Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = null;
    return row;
  }
}
