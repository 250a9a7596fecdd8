package dev.nightwarden.cli;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command. */
final class Sessions {
  /** Set by the launcher script when standard error is a terminal. */
  private static final String TERMINAL = "nightwarden.terminal";

  private Sessions() {}

  /** A session, and whether it ends with the command: one that was there before stays. */
  record Opened(SparkSession spark, boolean isOurs) implements AutoCloseable {
    @Override
    public void close() {
      if (isOurs) {
        spark.stop();
      }
    }
  }

  /**
   * The session that is there, as in a notebook, or a new one: with Delta and Nightwarden's
   * functions, in UTC. Under {@code spark-submit} the master and everything else that was given
   * stay as they are; otherwise it is local, on all cores, with partitions to match.
   */
  static Opened open() {
    if (SparkSession.getDefaultSession().isDefined()) {
      return new Opened(SparkSession.getDefaultSession().get(), false);
    }
    SparkConf given = new SparkConf();
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName(given.get("spark.app.name", "nightwarden"))
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config(
                "spark.sql.extensions",
                "io.delta.sql.DeltaSparkSessionExtension,dev.nightwarden.NightwardenExtensions")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.ui.showConsoleProgress", Boolean.toString(Boolean.getBoolean(TERMINAL)));
    if (!given.contains("spark.master")) {
      int partitions = Math.max(2, Runtime.getRuntime().availableProcessors());
      builder
          .master("local[*]")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.ui.enabled", "false")
          .config(
              "spark.sql.shuffle.partitions",
              given.get("spark.sql.shuffle.partitions", "" + partitions))
          .config("spark.databricks.delta.snapshotPartitions", "2");
    }
    return new Opened(builder.getOrCreate(), true);
  }
}
