package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Counted;
import java.io.IOException;
import java.time.LocalDate;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes {@code malicious_events} as Parquet, one file for each event date that has any, its rows
 * by created_at, event_id, anomaly_id. created_at is a timestamp in UTC of microseconds, score a
 * double, all else text.
 *
 * <p>Files are replaced whole, each in one step, and only files that have the columns of this or an
 * earlier version. Right before that step the lease is looked at, as {@link Csv} does.
 */
@TypeName(
    value = "parquet",
    doc = "Writes malicious events as Parquet, a file per event date, for others to read.")
public record Parquet(
    @Key(
            doc =
                "The folder to hold a file YYYY-MM-DD.parquet for each event date that has any:"
                    + " a local path or a URI such as s3a://b/alerts.",
            required = true)
        String folder)
    implements Store, Checked {
  private static final String TIMESTAMPS = "spark.sql.parquet.outputTimestampType";

  /** What all dates of a run are written as, aside, before each is put in place. */
  private static final String ALL = "dates.parquet";

  private static final int MAX_TASKS = 8;

  @Override
  public void check() {
    if (folder.isBlank()) {
      throw new IllegalKeyException("folder", "is empty");
    }
  }

  @Override
  public boolean holdsAny() {
    return true;
  }

  @Override
  public long replace(Slice slice) throws IOException {
    StoredTable events = slice.data();
    StoreFile place =
        StoreFile.at(
            folder, events.table().sparkSession().sessionState().newHadoopConf(), slice.fence());
    return replaceFolder(place, events);
  }

  /** Replaces the files of the dates, as {@link TextFiles#replaceFolder} does. */
  static long replaceFolder(StoreFile folder, StoredTable table) throws IOException {
    DatedFolder files = new DatedFolder(folder, new ParquetKind(), table);
    SortedSet<LocalDate> written = files.toWrite();
    StoreFile all = folder.child(ALL);
    all.dropUnfinished(Pattern.compile(Pattern.quote(ALL)));
    long rows = 0;
    if (!written.isEmpty()) {
      Path aside = all.aside();
      try {
        rows = write(table.of(written), aside);
        for (LocalDate date : written) {
          files.file(date).putInPlace(only(all, new Path(aside, "event_date=" + date)));
        }
      } finally {
        all.files().delete(aside, true);
      }
    }
    files.removeOthers();
    return rows;
  }

  /** Writes the rows of all dates, each as one file in a folder of its own. */
  private static long write(StoredTable table, Path aside) {
    Column[] order =
        Stream.concat(Stream.of(Columns.EVENT_DATE), table.order().stream())
            .map(name -> col(name))
            .toArray(Column[]::new);
    Dataset<Row> rows =
        table
            .rows()
            .withColumn(Columns.EVENT_DATE, to_date(col(table.time())))
            .repartition(Math.min(table.dates().size(), MAX_TASKS), col(Columns.EVENT_DATE))
            .sortWithinPartitions(order);
    Counted counted = new Counted(rows, count(lit(1)).as("rows"));
    SparkSession spark = rows.sparkSession();
    String before = spark.conf().get(TIMESTAMPS);
    // What others read: the old type of 96 bits has no unit.
    spark.conf().set(TIMESTAMPS, "TIMESTAMP_MICROS");
    try {
      counted
          .rows()
          .write()
          .partitionBy(Columns.EVENT_DATE)
          .option("maxRecordsPerFile", 0)
          .mode("overwrite")
          .parquet(aside.toString());
    } finally {
      spark.conf().set(TIMESTAMPS, before);
    }
    return counted.get("rows");
  }

  private static Path only(StoreFile all, Path dated) throws IOException {
    Path found = null;
    for (FileStatus file : all.files().listStatus(dated)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        if (found != null) {
          throw new IOException("%s holds more than one file".formatted(dated));
        }
        found = file.getPath();
      }
    }
    if (found == null) {
      throw new IOException("%s holds no file".formatted(dated));
    }
    return found;
  }
}
