package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
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
 * <p>Files are replaced whole, each in one step, and only files that begin with this header.
 */
@TypeName(value = "csv", doc = "Writes malicious events to one CSV file, or to one per event date.")
public record Csv(
    @Key(
            doc =
                "The file to hold all malicious events: a local path or a URI such as s3a://b/f.csv.")
        String filename,
    @Key(doc = "The folder to hold a file YYYY-MM-DD.csv for each event date that has any.")
        String folder)
    implements Store {
  private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.csv");

  public Csv {
    Keys.check(Csv.class, filename, folder);
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
    Configuration settings = slice.maliciousEvents().sparkSession().sessionState().newHadoopConf();
    return filename != null
        ? replaceFile(CsvFile.at(filename, settings), slice)
        : replaceFolder(CsvFile.at(folder, settings), slice);
  }

  private static long replaceFile(CsvFile file, Slice slice) throws IOException {
    file.checkOurs();
    return file.write(ShippedRows.cells(sorted(slice.allRows())));
  }

  /** Replaces the files of the dates, adds those that are missing, removes those of no rows. */
  private static long replaceFolder(CsvFile folder, Slice slice) throws IOException {
    SortedSet<LocalDate> present = dates(slice.maliciousEvents());
    List<CsvFile> files = folder.children(DATED);
    Set<String> existing = files.stream().map(CsvFile::name).collect(Collectors.toSet());
    SortedSet<LocalDate> written = new TreeSet<>();
    for (LocalDate date : present) {
      CsvFile file = folder.child(date + ".csv");
      if (slice.dates().contains(date) || !existing.contains(file.name())) {
        file.checkOurs();
        written.add(date);
      }
    }
    long rows = 0;
    if (!written.isEmpty()) {
      Slice stale = new Slice(slice.maliciousEvents(), written, slice.database());
      ByDate cells = new ByDate(ShippedRows.cells(sorted(stale.rows())));
      while (cells.nextDate() != null) {
        rows += folder.child(cells.nextDate() + ".csv").write(cells.ofNextDate());
      }
    }
    Set<String> names = present.stream().map(date -> date + ".csv").collect(Collectors.toSet());
    for (CsvFile file : files) {
      if (!names.contains(file.name()) && file.isOurs()) {
        file.delete();
      }
    }
    return rows;
  }

  private static Dataset<Row> sorted(Dataset<Row> rows) {
    return rows.sort(ShippedRows.CREATED_AT, Columns.EVENT_ID, Columns.ANOMALY_ID);
  }

  private static SortedSet<LocalDate> dates(Dataset<Row> maliciousEvents) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    Dataset<Row> known = maliciousEvents.select(col(Columns.EVENT_DATE).cast("string")).distinct();
    for (Row row : known.collectAsList()) {
      dates.add(LocalDate.parse(row.getString(0)));
    }
    return dates;
  }

  /** Cells by created_at, handed out one date at a time. */
  private static final class ByDate {
    private static final int CREATED_AT = ShippedRows.COLUMNS.indexOf(ShippedRows.CREATED_AT);

    private final Iterator<String[]> cells;
    private String[] next;

    ByDate(Iterator<String[]> cells) {
      this.cells = cells;
      advance();
    }

    /** The date of the next row; null after the last. */
    String nextDate() {
      return next == null ? null : next[CREATED_AT].substring(0, 10);
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
