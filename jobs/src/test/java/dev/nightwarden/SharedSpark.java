package dev.nightwarden;

import dev.nightwarden.table.ConditionalLogStore;
import dev.nightwarden.table.Ids;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of all tests. It interprets its plans: for a handful of rows, compiling
 * them costs more than running them. The tests of the command line run as users do, with compiled
 * plans.
 */
public final class SharedSpark {
  private static SparkSession session;

  private SharedSpark() {}

  public static synchronized SparkSession session() {
    if (session == null) {
      SparkSession.Builder builder = SparkSession.builder();
      Ids.settings().forEach(builder::config);
      session =
          builder
              .master("local[2]")
              .appName("nightwarden-tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.databricks.delta.snapshotPartitions", "1")
              // Outside UTC, where the tests run, Delta reads the whole log to check this list.
              .config("spark.databricks.delta.allFilesInCrc.enabled", "false")
              .config("spark.delta.logStore.s3a.impl", ConditionalLogStore.class.getName())
              .config("spark.sql.codegen.wholeStage", "false")
              .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
              .config("spark.sql.adaptive.enabled", "false")
              .config("spark.sql.session.timeZone", "UTC")
              .config(
                  "spark.sql.extensions",
                  "io.delta.sql.DeltaSparkSessionExtension,dev.nightwarden.NightwardenExtensions")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .getOrCreate();
    }
    return session;
  }
}
