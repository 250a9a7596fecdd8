package dev.nightwarden.bench;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The least that a program on Spark and Delta does: it starts a session, reads one table and
 * appends one row to it. {@link FloorBench} measures nights against it.
 */
public final class BareSpark {
  private BareSpark() {}

  /** {@code FOLDER}: of the table, which is made if it is not there. */
  public static void main(String[] args) {
    SparkSession spark = Bench.session();
    try {
      String folder = args[0];
      Dataset<Row> row = spark.range(1).selectExpr("id", "current_timestamp() AS at");
      if (args.length > 1) {
        System.out.println(spark.read().format("delta").load(folder).count());
      }
      row.write().format("delta").mode("append").save(folder);
    } finally {
      spark.stop();
    }
  }
}
