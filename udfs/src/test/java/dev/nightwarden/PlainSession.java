package dev.nightwarden;

import org.apache.spark.sql.SparkSession;

/**
 * The one session of these tests, as {@code spark-sql} has it with no more than {@code --conf
 * spark.sql.extensions=dev.nightwarden.NightwardenExtensions}.
 */
public final class PlainSession {
  private static SparkSession session;

  private PlainSession() {}

  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[1]")
              .appName("nightwarden-udfs-tests")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.extensions", NightwardenExtensions.class.getName())
              .getOrCreate();
    }
    return session;
  }
}
