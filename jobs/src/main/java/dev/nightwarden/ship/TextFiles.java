package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.plugin.IllegalKeyException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A data set in one text file, or in a folder with one for each event date.
 *
 * @param filename the file; null where there is a folder
 * @param folder the folder; null where there is a file
 */
record TextFiles(String filename, String folder) {
  /** Refuses settings that do not name exactly one of the two. */
  void check() {
    if (filename == null && folder == null) {
      throw new IllegalKeyException(
          "filename", "is missing: give filename for one file, or folder for a file per date");
    }
    if (filename != null && folder != null) {
      throw new IllegalKeyException("folder", "cannot stand beside filename: give one of the two");
    }
    if (filename != null && filename.isBlank()) {
      throw new IllegalKeyException("filename", "is empty");
    }
    if (folder != null && folder.isBlank()) {
      throw new IllegalKeyException("folder", "is empty");
    }
  }

  /** Does what {@link Store#replace} says, for the malicious events of a slice. */
  long replace(Slice slice, TextKind kind) throws IOException {
    StoredTable events = slice.data();
    Configuration settings = events.table().sparkSession().sessionState().newHadoopConf();
    return filename != null
        ? replaceFile(StoreFile.at(filename, settings, slice.fence()), kind, events)
        : replaceFolder(StoreFile.at(folder, settings, slice.fence()), kind, events);
  }

  /** Replaces a file by all rows of a data set. */
  static long replaceFile(StoreFile file, TextKind kind, StoredTable table) throws IOException {
    file.checkOurs(kind, table);
    file.dropUnfinished(Pattern.compile(Pattern.quote(file.name())));
    Cells cells = Cells.of(sorted(table, table.allRows()));
    return file.write(out -> kind.write(out, table.names(), cells));
  }

  /**
   * Replaces the files of the dates, adds those that are missing, writes those of an earlier
   * version anew, removes those of no rows.
   */
  static long replaceFolder(StoreFile folder, TextKind kind, StoredTable table) throws IOException {
    DatedFolder files = new DatedFolder(folder, kind, table);
    SortedSet<LocalDate> written = files.toWrite();
    files.dropUnfinished();
    long rows = 0;
    if (!written.isEmpty()) {
      ByDate cells = new ByDate(table, Cells.of(sorted(table, table.of(written).rows())));
      while (cells.nextDate() != null) {
        StoreFile file = files.file(LocalDate.parse(cells.nextDate()));
        rows += file.write(out -> kind.write(out, table.names(), cells.ofNextDate()));
      }
    }
    files.removeOthers();
    return rows;
  }

  private static Dataset<Row> sorted(StoredTable table, Dataset<Row> rows) {
    return rows.sort(table.order().stream().map(name -> col(name)).toArray(Column[]::new));
  }

  /** Cells by time, handed out one date at a time. */
  private static final class ByDate {
    private final int time;
    private final Iterator<String[]> cells;
    private String[] next;

    ByDate(StoredTable table, Iterator<String[]> cells) {
      this.time = table.names().indexOf(table.time());
      this.cells = cells;
      advance();
    }

    /** The date of the next row; null after the last. */
    String nextDate() {
      return next == null ? null : next[time].substring(0, 10);
    }

    Iterator<String[]> ofNextDate() {
      String date = nextDate();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return date.equals(nextDate());
        }

        @Override
        public String[] next() {
          String[] row = next;
          advance();
          return row;
        }
      };
    }

    private void advance() {
      next = cells.hasNext() ? cells.next() : null;
    }
  }
}
