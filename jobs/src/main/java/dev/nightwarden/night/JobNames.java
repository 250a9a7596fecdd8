package dev.nightwarden.night;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark's pages call the jobs of a night: by its stages. Without a name Spark looks for the
 * calling line of each RDD in the whole stack, which takes a tenth of a small night's planning.
 */
final class JobNames {
  /** What a night does before, between and after its stages. */
  static final String BETWEEN = "night";

  private JobNames() {}

  /** Names the jobs that this thread starts from now on; null: by the calling lines again. */
  static void set(SparkSession spark, String name) {
    SparkContext context = spark.sparkContext();
    context.setLocalProperty("callSite.short", name);
    context.setLocalProperty("callSite.long", name);
  }
}
