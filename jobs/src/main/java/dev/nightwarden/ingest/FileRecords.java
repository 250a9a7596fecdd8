package dev.nightwarden.ingest;

import dev.nightwarden.table.Plans;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of files, read in slices that are packed into tasks of about equal length. */
final class FileRecords {
  private static final Logger LOG = LoggerFactory.getLogger(FileRecords.class);

  private FileRecords() {}

  /**
   * Reads the wanted files.
   *
   * @return see {@link RawRecords}; a folder that cannot be listed is a row with the reason
   * @throws IngestException if the path cannot be listed, or no file matches it
   */
  static RawRecords read(Reading reading, LogFiles files) {
    return read(reading, files, false);
  }

  /** The same of what a transport has landed, which may be nothing yet. */
  static RawRecords landed(Reading reading, LogFiles files) {
    return read(reading, files, true);
  }

  private static RawRecords read(Reading reading, LogFiles files, boolean mayBeNone) {
    SparkSession spark = reading.spark();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Listing listing = listed(context.hadoopConfiguration(), files, reading.transport(), mayBeNone);
    List<SourceFile> wanted = new ArrayList<>(listing.files());
    wanted.removeIf(file -> !reading.wanted().test(file));
    List<Row> troubles = new ArrayList<>();
    listing
        .unreadable()
        .forEach(
            (folder, reason) -> {
              SourceFile unlisted = new SourceFile(folder, 0, 0);
              if (reading.wanted().test(unlisted)) {
                troubles.add(RawRecords.unreadable(unlisted, reason));
              }
            });
    Dataset<Row> unread = spark.createDataFrame(troubles, RawRecords.SCHEMA);
    List<SourceFile> full = wanted.stream().filter(file -> file.length() > 0).toList();
    Plans.fitToLogs(spark, full.stream().mapToLong(SourceFile::length).sum());
    List<List<FileSlice>> tasks =
        FileSlice.pack(full, file -> isSplittable(files, file), context.defaultParallelism());
    if (tasks.isEmpty()) {
      return new RawRecords(unread, wanted);
    }
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    SliceReader reader = new SliceReader(files, conf);
    JavaRDD<Row> rows = context.parallelize(tasks, tasks.size()).flatMap(reader::read);
    Dataset<Row> read = spark.createDataset(rows.rdd(), Encoders.row(RawRecords.SCHEMA));
    return new RawRecords(troubles.isEmpty() ? read : read.union(unread), wanted);
  }

  private static Listing listed(
      Configuration conf, LogFiles files, String transport, boolean mayBeNone) {
    Listing listing;
    try {
      listing = FileListing.list(conf, files.path(), files.excluded());
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException trouble) {
      throw new IngestException(
          "transports.%s.path: cannot list %s: %s"
              .formatted(transport, files.path(), trouble.getMessage()),
          trouble);
    }
    if (listing.excluded() > 0) {
      LOG.info(
          "{}: {} excluded",
          transport,
          Amount.of(listing.excluded(), "file or folder is", "files and folders are"));
    }
    if (listing.files().isEmpty() && listing.unreadable().isEmpty() && !mayBeNone) {
      throw new IngestException(
          "transports.%s.path: no file matches %s%s"
              .formatted(
                  transport,
                  files.path(),
                  listing.excluded() > 0 ? " that exclude does not leave out" : ""));
    }
    return listing;
  }

  private static boolean isSplittable(LogFiles files, SourceFile file) {
    return !files.documents()
        && !files.format().equals(LogFiles.CSV)
        && files.otherCharset() == null
        && Compression.of(file.path()) == Compression.NONE;
  }
}
