package dev.nightwarden.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlansTest {
  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
  private static final long LARGE = 64L << 20;

  /** Of its own: what it is told, no other test meets. */
  private final SparkSession spark = SharedSpark.session().newSession();

  @TempDir Path folder;

  @Test
  void plansAreInterpretedUntilLogsAreLarge() {
    Plans.begin(spark, new SparkConf(false));
    assertEquals("false false", settings());
    Plans.fitToLogs(spark, LARGE - 1);
    assertEquals("false false", settings());
    Plans.fitToLogs(spark, LARGE);
    assertEquals("true true", settings());
    Plans.fitToLogs(spark, 1);
    assertEquals("true true", settings(), "beside larger logs");
  }

  @Test
  void plansOverFewMessagesAreInterpreted() {
    Plans.begin(spark, new SparkConf(false));
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    Plans.fitToLogs(spark, LARGE);
    Plans.fit(warehouse);
    assertEquals("true true", settings(), "there are none yet, and logs wait");
    warehouse.deltaTable(Table.MESSAGES);
    Plans.fit(warehouse);
    assertEquals("false false", settings());
  }

  @Test
  void whatTheUserSetStays() {
    spark.conf().set(ADAPTIVE, true);
    Plans.begin(spark, new SparkConf(false).set(ADAPTIVE, "true"));
    assertEquals("true false", settings());
    Plans.fitToLogs(spark, LARGE);
    assertEquals("true true", settings());
  }

  @Test
  void aSessionThatIsNotOursStays() {
    spark.conf().set(ADAPTIVE, true);
    spark.conf().set(WHOLE_STAGE, true);
    Plans.fit(new Warehouse(spark, folder.toString()));
    Plans.fitToLogs(spark, 1);
    assertEquals("true true", settings());
  }

  private String settings() {
    return spark.conf().get(ADAPTIVE) + " " + spark.conf().get(WHOLE_STAGE);
  }
}
