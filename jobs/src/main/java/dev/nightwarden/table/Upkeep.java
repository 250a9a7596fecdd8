package dev.nightwarden.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.stats.StatisticsCollection$;
import scala.Console;
import scala.Option;

/**
 * Looks after the files of a Delta table; what a reader of its present version finds stays the
 * same. Only who holds the lease may ask.
 */
public final class Upkeep {
  private static final String CHECK = "spark.databricks.delta.retentionDurationCheck.enabled";

  /** Of a table with more files Delta looks at each, in parallel. */
  private static final int MOST_LOOKED_AT = 10_000;

  private static final String LISTING = "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  /** How long Delta lists files as removed. */
  private static final String TOMBSTONES = "delta.deletedFileRetentionDuration";

  /** A commit, its checksum or a checkpoint, by its version. */
  private static final Pattern OF_A_VERSION = Pattern.compile("(\\d{20})\\..+");

  private final SparkSession spark;
  private final String sqlName;
  private final DeltaLog log;
  private final Runnable confirmation;

  private Upkeep(SparkSession spark, String sqlName, DeltaLog log, Runnable confirmation) {
    this.spark = spark;
    this.sqlName = sqlName;
    this.log = log;
    this.confirmation = confirmation;
  }

  /** Of a table of the warehouse, which must be there. */
  public static Upkeep of(Warehouse warehouse, Table table) {
    return new Upkeep(
        warehouse.spark(),
        warehouse.sqlName(table),
        TableLog.log(warehouse, table),
        warehouse::confirm);
  }

  /** Of a Delta table in another folder, if it is there. */
  public static Optional<Upkeep> ofFolder(
      SparkSession spark, String folder, Runnable confirmation) {
    return DeltaTable.isDeltaTable(spark, folder)
        ? Optional.of(
            new Upkeep(
                spark,
                "delta.`" + folder.replace("`", "``") + "`",
                DeltaLog.forTable(spark, folder),
                confirmation))
        : Optional.empty();
  }

  /** Of another Delta table of a catalog, if it is there. */
  public static Optional<Upkeep> ofTable(SparkSession spark, String name, Runnable confirmation) {
    return spark.catalog().tableExists(name)
        ? Optional.of(new Upkeep(spark, name, TableLog.log(spark, name), confirmation))
        : Optional.empty();
  }

  /**
   * What bringing files together did.
   *
   * @param before data files that were replaced
   * @param after data files in their place
   */
  public record Compacted(long before, long after) {}

  /** Brings small data files of a partition together; asks Delta only where one has several. */
  public Compacted compact() {
    boolean isScattered =
        !latest()
            .allFiles()
            .toDF()
            .groupBy(col("partitionValues").cast("string"))
            .agg(count(lit(1)).as("files"), count(col("deletionVector")).as("marked"))
            .where("files > 1 OR marked > 0")
            .isEmpty();
    if (!isScattered) {
      return new Compacted(0, 0);
    }
    confirmation.run();
    Row metrics = spark.sql("OPTIMIZE " + sqlName).select("metrics.*").first();
    return new Compacted(
        metrics.<Long>getAs("numFilesRemoved"), metrics.<Long>getAs("numFilesAdded"));
  }

  /**
   * Adds statistics to data files that lack them, which let a reader pass files over.
   *
   * @return how many files lacked them
   */
  public long completeStatistics() {
    long without = latest().allFiles().toDF().where("stats IS NULL OR stats = ''").count();
    if (without > 0) {
      confirmation.run();
      StatisticsCollection$ statistics = StatisticsCollection$.MODULE$;
      statistics.recompute(
          spark,
          log,
          Option.empty(),
          statistics.recompute$default$4(),
          statistics.recompute$default$5());
    }
    return without;
  }

  /**
   * Removes data files that no version of the last days has; asks Delta only where there may be
   * some.
   *
   * @return whether it was asked
   */
  public boolean vacuum(int days) {
    // Of what RETAIN says Delta heeds only 0 hours: a table's property decides.
    if (DeltaLog.tombstoneRetentionMillis(latest().metadata()) != TimeUnit.DAYS.toMillis(days)) {
      set("'%s' = 'interval %d days'".formatted(TOMBSTONES, days));
    }
    if (!hasLeftOver(Instant.now().minus(days, ChronoUnit.DAYS))) {
      return false;
    }
    vacuumHours(24L * days);
    return true;
  }

  /** How long Delta lists files as removed, as the table has it; null where it has the default. */
  private String property() {
    Option<String> kept = latest().metadata().configuration().get(TOMBSTONES);
    return kept.isDefined() ? kept.get() : null;
  }

  /**
   * Whether there is a data file of before a time that is not of the present version, or too many
   * files to look at one by one.
   */
  private boolean hasLeftOver(Instant time) {
    Dataset<Row> files = latest().allFiles().toDF();
    Set<String> present =
        files
            .select(substring_index(col("path"), "/", -1))
            .limit(MOST_LOOKED_AT)
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .collect(Collectors.toSet());
    int looked = 0;
    try {
      Path root = log.dataPath();
      RemoteIterator<LocatedFileStatus> all =
          root.getFileSystem(spark.sessionState().newHadoopConf()).listFiles(root, true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        String name = file.getPath().getName();
        boolean isOld = file.getModificationTime() < time.toEpochMilli();
        boolean isOfLog = file.getPath().toString().startsWith(log.logPath() + "/");
        if (++looked > MOST_LOOKED_AT || (isOld && !isOfLog && !present.contains(name))) {
          return true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the files of %s cannot be listed: %s".formatted(sqlName, e.getMessage()), e);
    }
    return false;
  }

  private void vacuumHours(long hours) {
    confirmation.run();
    int cores = spark.sparkContext().defaultParallelism();
    with(
        // Delta asks for a week, in which some other writer might be at work: here there is none.
        // It lists files in 10,000 tasks, unless it is told otherwise.
        Map.of(CHECK, "false", LISTING, String.valueOf(cores)),
        () -> quietly(() -> spark.sql("VACUUM %s RETAIN %d HOURS".formatted(sqlName, hours))));
  }

  /** Delta prints what it removed where a command's own answers go. */
  private static void quietly(Runnable work) {
    Console.withOut(
        OutputStream.nullOutputStream(),
        () -> {
          work.run();
          return null;
        });
  }

  private void with(Map<String, String> settings, Runnable work) {
    Map<String, Option<String>> before = new HashMap<>();
    settings.forEach(
        (key, value) -> {
          before.put(key, spark.conf().getOption(key));
          spark.conf().set(key, value);
        });
    try {
      work.run();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value.isDefined()) {
              spark.conf().set(key, value.get());
            } else {
              spark.conf().unset(key);
            }
          });
    }
  }

  /**
   * Removes all that the table held once and holds no longer: data files of older versions, and of
   * its log all that tells of them, statistics included. Its history begins anew. It may end
   * anywhere and be done again.
   */
  public void purge() {
    String before = property();
    // A checkpoint lists removed files, with their statistics, for as long as this.
    set("'%s' = 'interval 0 hours'".formatted(TOMBSTONES));
    vacuumHours(0);
    Snapshot last = latest();
    log.checkpoint(last, Option.empty());
    boolean isOurs = before == null || before.equals("interval 0 hours");
    if (isOurs) {
      spark.sql(
          "ALTER TABLE %s UNSET TBLPROPERTIES IF EXISTS ('%s')".formatted(sqlName, TOMBSTONES));
    } else {
      set("'%s' = '%s'".formatted(TOMBSTONES, before));
    }
    dropLogBefore(last.version());
    DeltaLog.invalidateCache(spark, log.dataPath());
  }

  private void set(String property) {
    confirmation.run();
    spark.sql("ALTER TABLE %s SET TBLPROPERTIES (%s)".formatted(sqlName, property));
  }

  /** The oldest first: what is left after a crash is a log from some version on. */
  private void dropLogBefore(long version) {
    try {
      FileSystem files = log.logPath().getFileSystem(spark.sessionState().newHadoopConf());
      List<Path> old =
          Arrays.stream(files.listStatus(log.logPath()))
              .filter(FileStatus::isFile)
              .map(FileStatus::getPath)
              .filter(path -> isBefore(path.getName(), version))
              .sorted(Comparator.comparing(Path::getName))
              .toList();
      for (Path path : old) {
        confirmation.run();
        files.delete(path, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the old log of %s cannot be removed: %s".formatted(sqlName, e.getMessage()), e);
    }
  }

  private static boolean isBefore(String name, long version) {
    // Hadoop's checksum of a local file has a dot before the file's name.
    Matcher of = OF_A_VERSION.matcher(name.startsWith(".") ? name.substring(1) : name);
    return of.matches() && Long.parseLong(of.group(1)) < version;
  }

  private Snapshot latest() {
    return log.update(false, Option.empty(), Option.empty());
  }
}
