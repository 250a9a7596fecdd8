package dev.nightwarden.night;

import dev.nightwarden.pipeline.Request;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of one execution so far: its row in {@code runs}. */
public final class RunRecord {
  /** The status of a run that has not ended. */
  static final String RUNNING = "running";

  /** The status of a run that did not do all that was asked for. */
  static final String FAILED = "failed";

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

  /** running, succeeded or failed. */
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
