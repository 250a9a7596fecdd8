package dev.nightwarden.guided;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.struct;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.ingest.Glance;
import dev.nightwarden.ingest.SourceFile;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the nights of a sample, in a warehouse of its own that nothing is sent from, to tell how
 * many alerts a config would raise.
 *
 * @param scratch an empty folder; whoever made it removes it
 */
record Rehearsal(SparkSession spark, Drafts drafts, Clock clock, Path scratch) {
  private static final String CODE_VERSION = "init";

  /**
   * What the nights found. An alert is an actor with malicious events on a night.
   *
   * @param alerts by night; all nights that have messages
   * @param events how many malicious events there are
   */
  record Findings(NavigableMap<LocalDate, Long> alerts, long events) {
    /** For a person: how many nights, how many alerts, and how many once it has learned. */
    String words() {
      if (alerts.isEmpty()) {
        return "no record of the sample became a message, so nothing can be said of alerts";
      }
      long all = alerts.values().stream().mapToLong(Long::longValue).sum();
      String total =
          "%s (%s) over the %s of the sample, %s to %s"
              .formatted(
                  Amount.of(all, "alert"),
                  Amount.of(events, "malicious event"),
                  Amount.of(alerts.size(), "night"),
                  alerts.firstKey(),
                  alerts.lastKey());
      if (alerts.size() < 4) {
        return total
            + "; so few nights only teach, in which everything is new: no estimate for later ones";
      }
      List<LocalDate> nights = List.copyOf(alerts.keySet());
      LocalDate from = nights.get(nights.size() / 2);
      NavigableMap<LocalDate, Long> later = alerts.tailMap(from, true);
      double mean = later.values().stream().mapToLong(Long::longValue).average().orElse(0);
      long most = later.values().stream().mapToLong(Long::longValue).max().orElse(0);
      return String.format(
          Locale.ROOT,
          "%s; once it has learned, about %.1f a night, %d at most (the later %d nights)",
          total,
          mean,
          most,
          later.size());
    }
  }

  /**
   * Ingests, scores and judges the records of the samples.
   *
   * @throws IOException if the scratch folder cannot be written
   */
  Findings run(ConfigText config) throws IOException {
    Map<String, String> folders = new LinkedHashMap<>();
    for (LogDraft log : config.logs()) {
      folders.put(log.name(), land(log).toString());
    }
    Path tables = scratch.resolve("warehouse");
    Loaded<Config> loaded =
        drafts.read("the sample's config", config.rehearsal(tables.toString(), folders));
    Warehouse warehouse = new Warehouse(spark, tables.toString());
    new Application(loaded.config())
        .run(
            warehouse, loaded, CODE_VERSION, clock, new Request(Job.RUN, null, null, false, false));
    return findings(warehouse);
  }

  private static Findings findings(Warehouse warehouse) {
    NavigableMap<LocalDate, Long> alerts = new TreeMap<>();
    warehouse
        .read(Table.MESSAGES)
        .select(col(EVENT_DATE).cast("string"))
        .distinct()
        .collectAsList()
        .forEach(row -> alerts.put(LocalDate.parse(row.getString(0)), 0L));
    warehouse
        .read(Table.MALICIOUS_EVENTS)
        .groupBy(col(EVENT_DATE).cast("string"))
        .agg(countDistinct(struct(col(PROFILE), col(ACTOR))))
        .collectAsList()
        .forEach(row -> alerts.put(LocalDate.parse(row.getString(0)), row.getLong(1)));
    long events = warehouse.read(Table.MALICIOUS_EVENTS).select(EVENT_ID).distinct().count();
    return new Findings(alerts, events);
  }

  /** The records of a sample as JSON lines, each file's with its time of change. */
  private Path land(LogDraft log) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("logs").resolve(log.name()));
    Map<SourceFile, BufferedWriter> writers = new LinkedHashMap<>();
    Map<SourceFile, Path> files = new LinkedHashMap<>();
    try {
      for (Glance.Raw raw : log.sample().raw()) {
        BufferedWriter writer = writers.get(raw.file());
        if (writer == null) {
          Path file = folder.resolve("%05d.json".formatted(writers.size()));
          writer = Files.newBufferedWriter(file);
          writers.put(raw.file(), writer);
          files.put(raw.file(), file);
        }
        // In JSON a line break stands between values only.
        writer.write(raw.json().replace('\n', ' ').replace('\r', ' '));
        writer.write('\n');
      }
    } finally {
      for (BufferedWriter writer : writers.values()) {
        writer.close();
      }
    }
    for (var file : files.entrySet()) {
      Files.setLastModifiedTime(file.getValue(), FileTime.fromMillis(file.getKey().modified()));
    }
    return folder;
  }
}
