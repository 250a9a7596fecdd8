package dev.nightwarden.cli;

import dev.nightwarden.table.ConditionalLogStore;
import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Plans;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** The Spark session of a command. */
final class Sessions {
  /** Set by the launcher script when standard error is a terminal. */
  private static final String TERMINAL = "nightwarden.terminal";

  private static final List<String> EXTENSIONS =
      List.of("io.delta.sql.DeltaSparkSessionExtension", "dev.nightwarden.NightwardenExtensions");

  /**
   * Outside UTC Delta checks its list of files in every commit, which takes a quarter of the Spark
   * jobs of a small night: for partitions by timestamp, of which there are none.
   */
  private static final String CHECKS_OUTSIDE_UTC =
      "spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled";

  private Sessions() {}

  /** What a session must have for ids and dates to be the same wherever they are made. */
  private static final Map<String, String> NEEDED =
      Map.of("spark.sql.session.timeZone", "UTC", "spark.sql.ansi.enabled", "true");

  /**
   * A session for the time of a command.
   *
   * @param before the settings of a session that was there before, which stays and gets them back,
   *     null for those it had not; itself null for one that ends with the command
   */
  record Opened(SparkSession spark, Map<String, String> before) implements AutoCloseable {
    @Override
    public void close() {
      if (before == null) {
        spark.stop();
      } else {
        before.forEach(
            (key, value) -> {
              if (value == null) {
                spark.conf().unset(key);
              } else {
                spark.conf().set(key, value);
              }
            });
      }
    }
  }

  /**
   * The session that is there, as in a notebook, or a new one: with Delta and Nightwarden's
   * functions, in UTC, with as many partitions as there are cores. Under {@code spark-submit} the
   * master and everything else that was given stay as they are; otherwise it is local, on all
   * cores.
   */
  static Opened open() {
    return open(Map.of());
  }

  /**
   * The same.
   *
   * @param more settings of a new session, but for those that are given
   */
  static Opened open(Map<String, String> more) {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession there = SparkSession.getDefaultSession().get();
      Map<String, String> before = new HashMap<>();
      NEEDED.forEach(
          (key, value) -> {
            before.put(key, there.conf().get(key));
            there.conf().set(key, value);
          });
      SparkConf set = new SparkConf(false);
      CollectionConverters.asJava(there.conf().getAll()).forEach(set::set);
      match(there, set).forEach(key -> before.put(key, null));
      return new Opened(there, before);
    }
    SparkSession.Builder builder = SparkSession.builder();
    SparkConf given = new SparkConf();
    Map<String, String> settings = settings(given);
    settings.forEach(builder::config);
    more.forEach(
        (key, value) -> {
          if (!given.contains(key)) {
            builder.config(key, value);
          }
        });
    SparkSession spark = builder.getOrCreate();
    if (!settings.containsKey(Partitions.SHUFFLE)) {
      match(spark, given);
    }
    Plans.begin(spark, given);
    return new Opened(spark, null);
  }

  /** Sets what is not set of the partitions, by the cores of a session that runs. */
  private static Set<String> match(SparkSession spark, SparkConf set) {
    OptionalInt cores = Partitions.cores(spark.sparkContext());
    if (cores.isEmpty()) {
      return Set.of();
    }
    Map<String, String> settings = Partitions.settings(cores.getAsInt(), set);
    settings.forEach((key, value) -> spark.conf().set(key, value));
    return settings.keySet();
  }

  /**
   * The settings of a new session that are not given already.
   *
   * @param given what {@code spark-submit} and system properties say
   */
  static Map<String, String> settings(SparkConf given) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.app.name", "nightwarden");
    settings.put("spark.sql.datetime.java8API.enabled", "true");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    settings.put("spark.ui.showConsoleProgress", "" + Boolean.getBoolean(TERMINAL));
    if (!given.contains("spark.master")) {
      settings.put("spark.master", "local[*]");
      settings.put("spark.driver.bindAddress", "127.0.0.1");
      settings.put("spark.driver.host", "127.0.0.1");
      settings.put("spark.ui.enabled", "false");
    }
    settings.put(CHECKS_OUTSIDE_UTC, "false");
    if (!given.contains("spark.delta.logStore.class")) {
      settings.put("spark.delta.logStore.s3a.impl", ConditionalLogStore.class.getName());
    }
    settings.putAll(Ids.settings());
    settings.keySet().removeIf(given::contains);
    SparkConf whole = given.clone().setIfMissing("spark.master", "local[*]");
    Partitions.cores(whole).ifPresent(cores -> settings.putAll(Partitions.settings(cores, given)));
    settings.putAll(NEEDED);
    Set<String> extensions = new LinkedHashSet<>(EXTENSIONS);
    extensions.addAll(List.of(given.get("spark.sql.extensions", "").split(",")));
    extensions.remove("");
    settings.put("spark.sql.extensions", String.join(",", extensions));
    return settings;
  }
}
