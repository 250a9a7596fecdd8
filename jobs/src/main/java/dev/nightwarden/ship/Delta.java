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
import dev.nightwarden.table.Fence;
import dev.nightwarden.table.Slices;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps {@code malicious_events} in a Delta table of its own, partitioned by event_date, for those
 * who may not read the warehouse. created_at is a timestamp, score a double, event_date a date, all
 * else text.
 *
 * <p>The dates of a run are replaced in one commit, which a run that was paused and overtaken
 * cannot make once another has written. A table of ours is known by its properties.
 */
@TypeName(
    value = "delta",
    doc = "Keeps malicious events in a Delta table of its own, for others to read.")
public record Delta(
    @Key(doc = "The folder of the table: a local path or a URI such as s3a://b/alerts.")
        String path,
    @Key(doc = "The table in a catalog, in place of a folder: table, schema.table or all three.")
        String table)
    implements Store, Checked {
  private static final Pattern NAME = Pattern.compile("\\w+(\\.\\w+){0,2}");

  @Override
  public void check() {
    if (path == null && table == null) {
      throw new IllegalKeyException("path", "is missing: give path or table");
    }
    if (path != null && table != null) {
      throw new IllegalKeyException("table", "cannot stand beside path: give one of the two");
    }
    if (path != null && path.isBlank()) {
      throw new IllegalKeyException("path", "is empty");
    }
    if (table != null && !NAME.matcher(table).matches()) {
      throw new IllegalKeyException(
          "table", "is %s; allowed: one to three plain words with dots between".formatted(table));
    }
  }

  @Override
  public boolean holdsAny() {
    return true;
  }

  @Override
  public long replace(Slice slice) throws IOException {
    return replace(slice.data(), slice.fence());
  }

  /** Makes the table hold the rows of the dates, or all rows if it holds none or is older. */
  long replace(StoredTable events, Fence fence) throws IOException {
    SparkSession spark = events.table().sparkSession();
    DeltaPlace place =
        path != null
            ? DeltaPlace.folder(
                StoreFile.at(path, spark.sessionState().newHadoopConf(), fence), spark)
            : DeltaPlace.table(table, spark);
    int version = place.version(events.name());
    if (version > events.version()) {
      throw new IOException(
          ("%s was made by a newer Nightwarden (version %d of the table; this one knows %d):"
                  + " upgrade this one")
              .formatted(place.shown(), version, events.version()));
    }
    if (version == 0) {
      place.make(events.name(), dated(events.allRows(), events).schema());
    }
    boolean isOlder = Math.max(version, 1) < events.version();
    boolean isWhole = isOlder || place.isEmpty();
    Dataset<Row> rows = dated(isWhole ? events.allRows() : events.rows(), events);
    String where = isWhole ? null : Slices.sql(events.dates());
    long written = write(place, rows, where, fence);
    if (isOlder) {
      place.markAs(events.version());
    }
    return written;
  }

  private static long write(DeltaPlace place, Dataset<Row> rows, String where, Fence fence) {
    if (fence != null) {
      Counted counted = counted(rows);
      String application = Fence.class.getName() + " " + fence.warehouse();
      fence.confirm();
      if (fence.commit(
          place.spark(), application, version -> place.write(counted.rows(), where, version))) {
        return counted.get("rows");
      }
      fence.confirm();
      // The warehouse was made anew at the same place, and its numbers began anew.
    }
    Counted counted = counted(rows);
    place.write(counted.rows(), where, Map.of());
    return counted.get("rows");
  }

  private static Counted counted(Dataset<Row> rows) {
    return new Counted(rows, count(lit(1)).as("rows"));
  }

  private static Dataset<Row> dated(Dataset<Row> rows, StoredTable events) {
    return rows.withColumn(Columns.EVENT_DATE, to_date(col(events.time())));
  }
}
