package dev.nightwarden.status;

import dev.nightwarden.table.TableSize;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * How a warehouse is.
 *
 * @param warehouse where it is
 * @param at when it was looked at
 * @param holder the id of the run that works on it now; null for none
 * @param runs the last ones, the newest first
 * @param pending by stage, the dates that wait for it
 * @param stale dates whose scores rest on a history that has changed since
 * @param transports those of the config, in its order
 * @param tables those that were ever written
 * @param forests of the profiles of the config that have some
 * @param rejects the most frequent ones, by transport and reason
 * @param files those that were not read whole, by transport and status
 * @param halfForgotten how many names were to be forgotten of which something may be left
 * @param advice what to do
 */
public record WarehouseStatus(
    String warehouse,
    Instant at,
    String holder,
    List<Run> runs,
    Map<String, NavigableSet<LocalDate>> pending,
    NavigableSet<LocalDate> stale,
    List<Lag> transports,
    List<Growth> tables,
    List<Trees> forests,
    List<Refused> rejects,
    List<Unread> files,
    long halfForgotten,
    List<Advice> advice) {

  /**
   * A row of {@code runs}.
   *
   * @param status running, waiting, succeeded, failed or died
   * @param endedAt null while it works, and where it died
   * @param error null for none
   */
  public record Run(
      String runId,
      String command,
      String status,
      Instant startedAt,
      Instant endedAt,
      double seconds,
      Map<String, Long> counts,
      String error) {}

  /**
   * How far a transport is behind.
   *
   * @param newestEvent the time of its newest message; null for none
   * @param newestFile the time of change of the newest of its files; null for none
   * @param lagSeconds from the newest event to now; null without one
   * @param files how many were read
   */
  public record Lag(
      String transport, Instant newestEvent, Instant newestFile, Long lagSeconds, long files) {}

  /**
   * How large a table is, by its log.
   *
   * @param grown by how much since {@code since}; rows null where the log does not say
   */
  public record Growth(String table, TableSize size, TableSize grown, Instant since) {}

  /**
   * The forests of a profile's newest training.
   *
   * @param trainedFor the first date that they score; null where there was none yet
   * @param actors how many actors were looked at
   * @param without how many of them had too few events for a forest
   */
  public record Trees(String profile, LocalDate trainedFor, long actors, long without) {}

  /**
   * Records refused for a reason.
   *
   * @param recent how many of them were in the last 7 days
   */
  public record Refused(String transport, String reason, long records, long recent) {}

  /**
   * Files that were not read whole.
   *
   * @param status waiting, held, broken or unreadable
   * @param example the path of one
   */
  public record Unread(String transport, String status, long files, String example) {}

  /**
   * Something to do.
   *
   * @param about what it is about: runs, dates, a transport, a table, a profile
   * @param what what was found, as a sentence
   * @param remedy what to do, as a sentence
   */
  public record Advice(String about, String what, String remedy) {}
}
