package dev.nightwarden.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import dev.nightwarden.table.Ids;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.sql.SparkSession;

/** What the benchmarks share. */
final class Bench {
  private static final Set<String> HEAP =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());

  private static final AtomicLong PEAK = new AtomicLong();

  private Bench() {}

  /** A session on two threads, with compiled plans, as a local run has it. */
  static SparkSession session() {
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            bean ->
                ((NotificationEmitter) bean)
                    .addNotificationListener((notice, none) -> noted(notice), null, null));
    SparkSession.Builder builder = SparkSession.builder();
    Ids.settings().forEach(builder::config);
    SparkSession spark =
        builder
            .master("local[2]")
            .appName("nightwarden-bench")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.databricks.delta.snapshotPartitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config(
                "spark.sql.extensions",
                "io.delta.sql.DeltaSparkSessionExtension,dev.nightwarden.NightwardenExtensions")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  static double median(double[] values) {
    return DoubleStream.of(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
  }

  /** The processor time of this process so far, all threads together. */
  static double processorSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /**
   * The most of the heap that was in use when a collection of garbage began, in bytes; all that is
   * in use now, if there was none.
   */
  static long peakHeap() {
    long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return PEAK.accumulateAndGet(now, Math::max);
  }

  /** Lets {@link #peakHeap} begin again from what is in use now. */
  static void forgetPeak() {
    System.gc();
    PEAK.set(0);
  }

  private static void noted(Notification notice) {
    if (notice
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long used =
          GarbageCollectionNotificationInfo.from((CompositeData) notice.getUserData())
              .getGcInfo()
              .getMemoryUsageBeforeGc()
              .entrySet()
              .stream()
              .filter(pool -> HEAP.contains(pool.getKey()))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      PEAK.accumulateAndGet(used, Math::max);
    }
  }

  /** Deletes what is in a folder, but not the folder. */
  static void empty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        delete(file);
      }
    }
  }

  /** Deletes a file, or a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
