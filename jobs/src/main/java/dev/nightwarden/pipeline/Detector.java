package dev.nightwarden.pipeline;

import dev.nightwarden.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Whatever writes anomalies: reporters, forests, flags, clusters, and those that a plug-in brings.
 *
 * <p>What it finds on a date depends on messages of that date and of dates before it alone, and on
 * no chance: the same dates give the same anomalies in whatever runs they are looked at.
 */
public interface Detector {
  /** A word for log lines and counts. */
  String name();

  /**
   * Which rows of {@code anomalies} are its own: a condition on {@code detector} and {@code
   * profile}. No other detector's rows meet it.
   */
  Column owns();

  /**
   * Looks at some dates.
   *
   * @param dates in order, never empty, with no other date that has messages in between; their
   *     feature counts are there
   */
  Found find(StageContext night, NavigableSet<LocalDate> dates);

  /** How its anomalies become malicious events. */
  Decision decision();

  /** How many dates after a changed one its anomalies can change on. */
  int reach();

  /** Hashes of the settings that decide its anomalies, by what they are settings of. */
  default Map<String, String> fingerprints() {
    return Map.of();
  }

  /**
   * Checks its settings before any stage runs.
   *
   * @param spark null: only what needs no session
   * @throws dev.nightwarden.plugin.IllegalKeyException naming the key and what is wrong with it
   */
  default void check(SparkSession spark) {}

  /**
   * The values it wants counted by day in {@code feature_counts}: rows as {@link
   * dev.nightwarden.observe.Observe#observations} gives them.
   *
   * @param messages rows of {@code messages}
   */
  default List<Dataset<Row>> observations(Dataset<Row> messages) {
    return List.of();
  }

  /** Hashes of the settings that decide {@link #observations}. */
  default Map<String, String> observationFingerprints() {
    return Map.of();
  }

  /** Which tables {@link #keep} writes. */
  default Set<Table> keeps() {
    return Set.of();
  }

  /**
   * Keeps by day what it needs of messages, so that a long past is not read again; called when
   * values are counted. A change of what it keeps is to change {@link #observationFingerprints}.
   *
   * @param messages rows of {@code messages} of the dates
   */
  default void keep(StageContext night, Dataset<Row> messages, NavigableSet<LocalDate> dates) {}

  /** Whether it looks back at messages; else at what was counted and kept of them. */
  default boolean looksAtMessages() {
    return true;
  }

  /** Removes what it learned and no longer keeps, once dates have been looked at. */
  default void tidy(StageContext night) {}

  /**
   * What it makes of a sample of the messages, before anything runs.
   *
   * @param messages rows of {@code messages}
   */
  default void validate(Dataset<Row> messages, Notes notes) {}

  /**
   * What it has to say of one event to a person at a terminal, odd or not; empty where it does not
   * look at the event's profile.
   */
  default List<String> explain(Explained event) {
    return List.of();
  }
}
