package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nightwarden.SharedSpark;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

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
  void isLocalWhereNoMasterIsGiven() {
    Map<String, String> settings =
        Sessions.settings(new SparkConf(false).set("spark.sql.shuffle.partitions", "7"));

    assertEquals("local[*]", settings.get("spark.master"));
    assertEquals("127.0.0.1", settings.get("spark.driver.host"));
    assertFalse(settings.containsKey("spark.sql.shuffle.partitions"));
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
