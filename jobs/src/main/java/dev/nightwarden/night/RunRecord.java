package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.unix_micros;

import dev.nightwarden.pipeline.Request;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;

/** The state of one execution so far: its row in {@code runs}. */
public final class RunRecord {
  /** The status of a run that has not ended. */
  static final String RUNNING = "running";

  /** The status of a backfill that has given way to other runs and goes on after them. */
  static final String WAITING = "waiting";

  /** The status of a run that did not do all that was asked for. */
  static final String FAILED = "failed";

  /** The key in {@code pending} of the dates that no notifier is to tell of. */
  static final String QUIET = "quiet";

  /** The key of the first and the last date of a backfill under way. */
  static final String RESERVED = "reserved";

  /** The key of the dates that were done before such dates that they rest on. */
  static final String EARLY = "early";

  /** The keys in the column {@code pending} that are no stages. */
  public static final Set<String> NO_STAGES = Set.of(QUIET, RESERVED, EARLY);

  final String runId;
  final Request request;
  final Instant startedAt;
  final SortedSet<LocalDate> dates = new TreeSet<>();
  final SortedMap<String, Long> counts = new TreeMap<>();
  final SortedMap<String, Double> stepSeconds = new TreeMap<>();
  final SortedMap<String, String> profileHashes = new TreeMap<>();
  final List<String> shortfalls = new ArrayList<>();
  String status = RUNNING;
  String error;
  boolean isIdle;
  int stale;
  int pending;

  RunRecord(String runId, Request request, Instant startedAt) {
    this.runId = runId;
    this.request = request;
    this.startedAt = startedAt;
  }

  /**
   * When a row of {@code runs} was written, in microseconds since 1970. The one written last says
   * how the warehouse is.
   */
  public static Column writtenAt() {
    Column millis = round(col("seconds").multiply(1000)).cast("bigint");
    return unix_micros(col("started_at")).plus(millis.multiply(1000));
  }

  /** The run's id. */
  public String runId() {
    return runId;
  }

  /** What was asked for. */
  public Request request() {
    return request;
  }

  /** When it started. */
  public Instant startedAt() {
    return startedAt;
  }

  /** running, waiting, succeeded or failed. */
  public String status() {
    return status;
  }

  /** What made it fail, without secrets; null for nothing. */
  public String error() {
    return error;
  }

  /** Whether it is a pass of a watch that found nothing to do. */
  public boolean isIdle() {
    return isIdle;
  }

  /** How many dates it leaves stale. */
  public int stale() {
    return stale;
  }

  /** How many dates it leaves to later runs. */
  public int pending() {
    return pending;
  }

  /** Seconds by stage. */
  public Map<String, Double> stepSeconds() {
    return stepSeconds;
  }

  /** What each step counted, by {@code step.what}. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** The event dates that were worked on. */
  public SortedSet<LocalDate> dates() {
    return dates;
  }

  boolean hasEnded() {
    return !status.equals(RUNNING) && !status.equals(WAITING);
  }

  /** Whether no transport had anything to read, new or known. */
  boolean sawNothing() {
    return counts.getOrDefault("ingest.files", 0L) + counts.getOrDefault("ingest.records", 0L) == 0;
  }

  /** Fails for what stages could not do though the night went on. */
  void throwShortfalls() {
    if (!shortfalls.isEmpty()) {
      throw new ShortfallException(String.join("; ", shortfalls));
    }
  }

  void count(String name, long amount) {
    counts.merge(name, amount, Long::sum);
  }
}
