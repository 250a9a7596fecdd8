package dev.nightwarden.cli;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The number of partitions of a session's data: as many as it has cores. With Spark's and Delta's
 * own numbers, made for clusters, most of a small night is the starting of empty tasks.
 */
final class Partitions {
  static final String SHUFFLE = "spark.sql.shuffle.partitions";

  /** Those of the state of a Delta table: its list of files. */
  static final String SNAPSHOT = "spark.databricks.delta.snapshotPartitions";

  private static final int LEAST = 2;

  /** What Delta takes by itself. */
  private static final int MOST_OF_SNAPSHOT = 50;

  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[\\s*(\\*|\\d{1,6})\\s*(?:,\\s*\\d+\\s*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d{1,4})\\s*,\\s*(\\d{1,4})\\s*,\\s*\\d+\\s*]");

  /** Executors of a cluster come one after the other: no more for so long, and that is all. */
  private static final long QUIET_MILLIS = 1_000;

  private static final long LONGEST_MILLIS = 10_000;

  private Partitions() {}

  /**
   * The settings for so many cores, but for those that are given.
   *
   * @param given what {@code spark-submit} and system properties say
   */
  static Map<String, String> settings(int cores, SparkConf given) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(SHUFFLE, "" + Math.max(LEAST, cores));
    settings.put(SNAPSHOT, "" + Math.max(LEAST, Math.min(MOST_OF_SNAPSHOT, cores)));
    settings.keySet().removeIf(given::contains);
    return settings;
  }

  /**
   * How many cores a session will have; empty where that is known when it runs, or never: with
   * dynamic allocation they come and go.
   *
   * @param given what {@code spark-submit} and system properties say, with a master
   */
  static OptionalInt cores(SparkConf given) {
    String master = given.get("spark.master");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String threads = local.group(1) == null ? "1" : local.group(1);
      return OptionalInt.of(
          threads.equals("*")
              ? Runtime.getRuntime().availableProcessors()
              : Integer.parseInt(threads));
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      return OptionalInt.of(
          Integer.parseInt(cluster.group(1)) * Integer.parseInt(cluster.group(2)));
    }
    if (comeAndGo(given)) {
      return OptionalInt.empty();
    }
    OptionalInt executors = number(given, "spark.executor.instances");
    OptionalInt ofEach = number(given, "spark.executor.cores");
    return executors.isPresent() && ofEach.isPresent()
        ? OptionalInt.of(executors.getAsInt() * ofEach.getAsInt())
        : number(given, "spark.cores.max");
  }

  /** How many cores a session that runs has got; empty with dynamic allocation, and for none. */
  static OptionalInt cores(SparkContext context) {
    if (comeAndGo(context.getConf())) {
      return OptionalInt.empty();
    }
    long start = System.nanoTime();
    long since = start;
    int executors = executors(context);
    while (!context.isLocal() && millis(start) < LONGEST_MILLIS) {
      if (executors > 0 && millis(since) >= QUIET_MILLIS) {
        break;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      int now = executors(context);
      since = now == executors ? since : System.nanoTime();
      executors = now;
    }
    return context.isLocal() || executors > 0
        ? OptionalInt.of(context.defaultParallelism())
        : OptionalInt.empty();
  }

  /** The driver is listed with them. */
  private static int executors(SparkContext context) {
    return context.statusTracker().getExecutorInfos().length - 1;
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  private static boolean comeAndGo(SparkConf given) {
    return given.getBoolean("spark.dynamicAllocation.enabled", false);
  }

  private static OptionalInt number(SparkConf given, String key) {
    String text = given.get(key, "").trim();
    return text.matches("[1-9]\\d{0,5}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
