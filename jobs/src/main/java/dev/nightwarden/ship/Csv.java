package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes {@code malicious_events} as CSV (RFC 4180, UTF-8, with a header; rows by created_at,
 * event_id, anomaly_id): equal tables give equal bytes. A missing value is an empty cell, an empty
 * text is {@code ""}.
 *
 * <p>A cell that a spreadsheet would run as a formula gets an apostrophe in front: {@code =1+1}
 * becomes {@code '=1+1}. So does a cell that already looks like that, so that taking one apostrophe
 * away from in front of a formula gives the text as it was.
 *
 * <p>Files are replaced whole, each in one step, and only files that begin with this header or with
 * that of an earlier version. Right before that step the lease is looked at: a run that was paused
 * and overtaken puts no file in place, but for one that was paused between that look and the step.
 */
@TypeName(value = "csv", doc = "Writes malicious events to one CSV file, or to one per event date.")
public record Csv(
    @Key(
            doc =
                "The file to hold all malicious events: a local path or a URI such as s3a://b/f.csv.")
        String filename,
    @Key(doc = "The folder to hold a file YYYY-MM-DD.csv for each event date that has any.")
        String folder)
    implements Store, Checked {
  private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.csv");

  @Override
  public void check() {
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

  @Override
  public long replace(Slice slice) throws IOException {
    StoredTable events = slice.maliciousEvents();
    Configuration settings = events.table().sparkSession().sessionState().newHadoopConf();
    return filename != null
        ? replaceFile(CsvFile.at(filename, settings, slice.fence()), events)
        : replaceFolder(CsvFile.at(folder, settings, slice.fence()), events);
  }

  /** Replaces a file by all rows of a data set. */
  static long replaceFile(CsvFile file, StoredTable table) throws IOException {
    file.checkOurs(table);
    file.dropUnfinished(Pattern.compile(Pattern.quote(file.name())));
    return file.write(table.names(), Cells.of(sorted(table, table.allRows())));
  }

  /**
   * Replaces the files of the dates, adds those that are missing, writes those of an earlier header
   * anew, removes those of no rows.
   */
  static long replaceFolder(CsvFile folder, StoredTable table) throws IOException {
    SortedSet<LocalDate> present = table.present();
    List<CsvFile> files = folder.children(DATED);
    Set<String> existing = files.stream().map(CsvFile::name).collect(Collectors.toSet());
    SortedSet<LocalDate> written = new TreeSet<>();
    for (LocalDate date : present) {
      CsvFile file = folder.child(date + ".csv");
      boolean isKept = existing.contains(file.name()) && !file.isEarlier(table);
      if (table.dates().contains(date) || !isKept) {
        file.checkOurs(table);
        written.add(date);
      }
    }
    folder.child("any").dropUnfinished(DATED);
    long rows = 0;
    if (!written.isEmpty()) {
      ByDate cells = new ByDate(table, Cells.of(sorted(table, table.of(written).rows())));
      while (cells.nextDate() != null) {
        CsvFile file = folder.child(cells.nextDate() + ".csv");
        rows += file.write(table.names(), cells.ofNextDate());
      }
    }
    Set<String> names = present.stream().map(date -> date + ".csv").collect(Collectors.toSet());
    for (CsvFile file : files) {
      if (!names.contains(file.name()) && file.isOurs(table)) {
        file.delete();
      }
    }
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
