package dev.nightwarden.table;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * How Spark carries out the plans of a night. To compile a plan, and to plan it again after each
 * shuffle, takes longer than to interpret it, unless rows are many.
 */
public final class Plans {
  /** Holds, in sessions whose plans may be fitted, the names of what may be set. */
  private static final String FITTED = "spark.nightwarden.fittedPlans";

  /** What Spark is told about plans over few rows. */
  private static final Map<String, String> SMALL =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  /**
   * From so many bytes on plans are compiled: some hundred thousand messages, as Parquet has them.
   */
  private static final long LARGE = 16L << 20;

  /** Logs as text, some of them packed, are about so many times larger. */
  private static final int TEXT = 4;

  private Plans() {}

  /**
   * Lets the plans of a session be fitted: to few rows, until more are known of.
   *
   * @param given what the user set, which stays as it is
   */
  public static void begin(SparkSession spark, SparkConf given) {
    spark
        .conf()
        .set(
            FITTED,
            SMALL.keySet().stream()
                .filter(key -> !given.contains(key))
                .collect(Collectors.joining(",")));
    set(spark, false);
  }

  /** Fits plans to the messages of a warehouse. */
  public static void fit(Warehouse warehouse) {
    if (isFitted(warehouse.spark()) && warehouse.exists(Table.MESSAGES)) {
      set(warehouse.spark(), warehouse.bytes(Table.MESSAGES) >= LARGE);
    }
  }

  /**
   * Fits plans to logs that are to be read, beside others that may be longer.
   *
   * @param bytes how long they are
   */
  public static void fitToLogs(SparkSession spark, long bytes) {
    if (isFitted(spark) && bytes >= LARGE * TEXT) {
      set(spark, true);
    }
  }

  private static void set(SparkSession spark, boolean isLarge) {
    for (String key : fitted(spark)) {
      if (isLarge) {
        spark.conf().unset(key);
      } else {
        spark.conf().set(key, SMALL.get(key));
      }
    }
  }

  private static boolean isFitted(SparkSession spark) {
    return !fitted(spark).isEmpty();
  }

  private static List<String> fitted(SparkSession spark) {
    String keys = spark.conf().get(FITTED, "");
    return keys.isEmpty() ? List.of() : List.of(keys.split(","));
  }
}
