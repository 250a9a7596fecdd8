package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nightwarden.SharedSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {
  @Test
  void keepsWhatSparkSubmitWasGiven() {
    Map<String, String> settings =
        Sessions.settings(
            new SparkConf(false)
                .set("spark.master", "spark://host:7077")
                .set("spark.sql.catalog.spark_catalog", "io.unitycatalog.spark.UCSingleCatalog")
                .set("spark.sql.extensions", "org.example.Theirs")
                .set("spark.sql.session.timeZone", "Asia/Tokyo")
                .set("spark.app.name", "night-of-the-finance-team"));

    assertEquals(
        "io.delta.sql.DeltaSparkSessionExtension,dev.nightwarden.NightwardenExtensions,"
            + "org.example.Theirs",
        settings.get("spark.sql.extensions"));
    assertEquals("UTC", settings.get("spark.sql.session.timeZone"));
    for (String given :
        new String[] {
          "spark.master", "spark.sql.catalog.spark_catalog", "spark.app.name", "spark.driver.host"
        }) {
      assertFalse(settings.containsKey(given), given);
    }
  }

  @Test
  void sparesDeltaAndParquetWhatTheTablesDoNotNeed() {
    String checks = "spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled";
    String ids = "spark.hadoop.parquet.enable.dictionary#message_id";

    Map<String, String> settings = Sessions.settings(new SparkConf(false));
    assertEquals("false", settings.get(checks));
    assertEquals("false", settings.get(ids));

    SparkConf given = new SparkConf(false).set(checks, "true").set(ids, "true");
    assertFalse(Sessions.settings(given).containsKey(checks));
    assertFalse(Sessions.settings(given).containsKey(ids));
  }

  @Test
  void putsAConditionOnCommitsToS3UnlessAnotherLogStoreIsGiven() {
    String key = "spark.delta.logStore.s3a.impl";
    assertEquals(
        "dev.nightwarden.table.ConditionalLogStore",
        Sessions.settings(new SparkConf(false)).get(key));
    for (String theirs : List.of(key, "spark.delta.logStore.class")) {
      SparkConf given = new SparkConf(false).set(theirs, "io.delta.storage.S3DynamoDBLogStore");
      assertFalse(Sessions.settings(given).containsKey(key), theirs);
    }
  }

  @Test
  void isLocalWhereNoMasterIsGiven() {
    Map<String, String> settings =
        Sessions.settings(new SparkConf(false).set("spark.sql.shuffle.partitions", "7"));

    assertEquals("local[*]", settings.get("spark.master"));
    assertEquals("127.0.0.1", settings.get("spark.driver.host"));
    assertFalse(settings.containsKey("spark.sql.shuffle.partitions"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local[2] | 2 | 2",
        "local[7, 3] | 7 | 7",
        "local[128] | 128 | 50",
        "local | 2 | 2",
        "local-cluster[2, 3, 1024] | 6 | 6"
      })
  void asManyPartitionsAsCoresWhateverTheMaster(String master, String shuffle, String snapshot) {
    Map<String, String> settings =
        Sessions.settings(new SparkConf(false).set("spark.master", master));

    assertEquals(shuffle, settings.get("spark.sql.shuffle.partitions"));
    assertEquals(snapshot, settings.get("spark.databricks.delta.snapshotPartitions"));
    assertFalse(settings.containsKey("spark.ui.enabled"), "is the user's with a master");
  }

  @Test
  void countsAllCoresOfThisMachineWhereAllAreTaken() {
    String all = "" + Math.max(2, Runtime.getRuntime().availableProcessors());
    for (SparkConf given :
        List.of(new SparkConf(false), new SparkConf(false).set("spark.master", "local[*]"))) {
      assertEquals(all, Sessions.settings(given).get("spark.sql.shuffle.partitions"));
    }
  }

  @Test
  void countsTheCoresOfAClusterAsFarAsTheyAreGiven() {
    SparkConf cluster = new SparkConf(false).set("spark.master", "spark://host:7077");
    assertEquals(null, shufflePartitions(cluster), "known when it runs");
    assertEquals("24", shufflePartitions(cluster.clone().set("spark.cores.max", "24")));
    SparkConf executors =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.instances", "3")
            .set("spark.executor.cores", "4");
    assertEquals("12", shufflePartitions(executors));
    assertEquals(
        null,
        shufflePartitions(executors.clone().set("spark.dynamicAllocation.enabled", "true")),
        "they come and go");
  }

  private static String shufflePartitions(SparkConf given) {
    return Sessions.settings(given).get("spark.sql.shuffle.partitions");
  }

  @Test
  void theUsersOwnPartitionsWin() {
    SparkConf given =
        new SparkConf(false)
            .set("spark.master", "local[2]")
            .set("spark.sql.shuffle.partitions", "64");
    Map<String, String> settings = Sessions.settings(given);
    assertFalse(settings.containsKey("spark.sql.shuffle.partitions"));
    assertEquals("2", settings.get("spark.databricks.delta.snapshotPartitions"));

    given.set("spark.databricks.delta.snapshotPartitions", "9");
    assertFalse(Sessions.settings(given).containsKey("spark.databricks.delta.snapshotPartitions"));
  }

  @Test
  void givesANotebooksSessionItsPartitionsForTheTimeOfACommand() {
    SparkSession session = SharedSpark.session();
    String key = "spark.databricks.delta.snapshotPartitions";
    String before = session.conf().get(key, null);
    session.conf().unset(key);
    try {
      try (Sessions.Opened opened = Sessions.open()) {
        assertEquals(
            "" + Math.max(2, Math.min(50, session.sparkContext().defaultParallelism())),
            opened.spark().conf().get(key));
      }
      assertFalse(session.conf().getAll().contains(key));
    } finally {
      if (before != null) {
        session.conf().set(key, before);
      }
    }
  }

  @Test
  void givesANotebooksSessionBackAsItWas() {
    SparkSession session = SharedSpark.session();
    session.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
    try {
      try (Sessions.Opened opened = Sessions.open()) {
        assertEquals("UTC", opened.spark().conf().get("spark.sql.session.timeZone"));
      }
      assertEquals("Asia/Tokyo", session.conf().get("spark.sql.session.timeZone"));
      assertFalse(session.sparkContext().isStopped());
    } finally {
      session.conf().set("spark.sql.session.timeZone", "UTC");
    }
  }
}
