package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.ingest.ReadFiles.Outcome;
import dev.nightwarden.ingest.ReadFiles.TransportFile;
import dev.nightwarden.table.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an ingest that are not ingested, each with its reason: what is held because of what
 * it is, and what could not be read this time.
 */
final class UnfitFiles {
  /** How the reason of a file starts that the next run reads again. */
  static final String NOT_READ = "cannot be read: ";

  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private final Map<TransportFile, Unfit> files =
      new TreeMap<>(
          Comparator.comparing(TransportFile::transport).thenComparing(TransportFile::path));

  private record Unfit(Outcome outcome, String reason) {
    boolean isHeld() {
      return outcome.status().equals(ReadFiles.HELD);
    }
  }

  boolean has(TransportFile file) {
    return files.containsKey(file);
  }

  /**
   * Adds what a reading found.
   *
   * @return whether any of these files gave records before it turned out unfit, so that all others
   *     must be read without it
   */
  boolean add(Map<String, RawRecords> raw, Dataset<Row> numbered) {
    Map<TransportFile, SourceFile> listed = new HashMap<>();
    raw.forEach(
        (name, read) ->
            read.files().forEach(file -> listed.put(new TransportFile(name, file.path()), file)));
    Column isUnfit = col(Batch.KIND).equalTo(RawRecords.UNFIT);
    Column isUnreadable = col(Batch.KIND).equalTo(RawRecords.UNREADABLE);
    boolean gaveRecords = false;
    for (Row row :
        numbered
            .groupBy(Columns.TRANSPORT, Columns.SOURCE_FILE)
            .agg(
                count_if(isUnfit).as("unfit"),
                count_if(isUnreadable).as("unreadable"),
                count_if(isUnfit.or(isUnreadable).unary_$bang()).as("records"),
                max(when(isUnfit, col(Columns.REASON))),
                max(when(isUnreadable, col(Columns.REASON))))
            .where("unfit + unreadable > 0")
            .collectAsList()) {
      TransportFile key = new TransportFile(row.getString(0), row.getString(1));
      // A folder that cannot be listed is no file that was.
      SourceFile file = listed.getOrDefault(key, new SourceFile(key.path(), 0, 0));
      boolean isHeld = row.getLong(2) > 0;
      files.put(
          key,
          new Unfit(
              new Outcome(file, 0, 0, isHeld ? ReadFiles.HELD : ReadFiles.UNREADABLE),
              isHeld ? Ingest.HELD_BACK + row.getString(5) : NOT_READ + row.getString(6)));
      gaveRecords |= row.getLong(4) > 0;
    }
    return gaveRecords;
  }

  /** Why each is held that is held because of what it is, by path. */
  SortedMap<String, String> held() {
    SortedMap<String, String> held = new TreeMap<>();
    files.forEach(
        (file, unfit) -> {
          if (unfit.isHeld()) {
            held.put(file.path(), unfit.reason().substring(Ingest.HELD_BACK.length()));
          }
        });
    return held;
  }

  /** Counts and logs them. */
  void tell(Tally tally) {
    files.forEach(
        (file, unfit) -> {
          tally.add(file.transport(), unfit.isHeld() ? Tally.HELD : Tally.UNREADABLE, 1);
          LOG.warn(
              unfit.isHeld() ? "{}: {} is {}" : "{}: {} {}; the next run tries again",
              file.transport(),
              file.path(),
              unfit.reason());
        });
  }

  /** What the table {@code files} notes of them. */
  Map<TransportFile, Outcome> outcomes() {
    Map<TransportFile, Outcome> outcomes = new HashMap<>();
    files.forEach((file, unfit) -> outcomes.put(file, unfit.outcome()));
    return outcomes;
  }

  /** The row of each in {@code rejects}. */
  List<Row> rejects(Instant now) {
    List<Row> rows = new ArrayList<>();
    files.forEach(
        (file, unfit) ->
            rows.add(
                RowFactory.create(
                    Ingest.holdId(file), file.transport(), file.path(), "", unfit.reason(), now)));
    return rows;
  }
}
