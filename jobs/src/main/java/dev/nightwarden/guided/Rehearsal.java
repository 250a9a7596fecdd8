package dev.nightwarden.guided;

import static dev.nightwarden.investigate.Investigate.JUDGED;
import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENTS;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.max;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.ingest.Glance;
import dev.nightwarden.ingest.SourceFile;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Past;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
   * Ingests, scores and judges the records of the samples.
   *
   * @throws IOException if the scratch folder cannot be written
   */
  Forecast run(ConfigText config) throws IOException {
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
    return forecast(warehouse, config);
  }

  private static Forecast forecast(Warehouse warehouse, ConfigText config) {
    Map<String, NavigableSet<LocalDate>> nights = new TreeMap<>();
    config.logs().forEach(log -> nights.put(log.name(), new TreeSet<>()));
    warehouse
        .read(Table.MESSAGES)
        .select(col(TRANSPORT), col(EVENT_DATE).cast("string"))
        .distinct()
        .collectAsList()
        .forEach(row -> nights.get(row.getString(0)).add(LocalDate.parse(row.getString(1))));
    List<Forecast.Group> groups =
        ConfigText.judge()
            .judge(
                warehouse.read(Table.ANOMALIES),
                new Past(warehouse.dates(Table.ANOMALIES), warehouse.read(Table.ACTOR_DATES)))
            .groupBy(PROFILE, ACTOR, EVENT_DATE, WINDOW_START)
            .agg(max(JUDGED).as(JUDGED), countDistinct(EVENT_ID).as(EVENTS))
            .select(
                col(PROFILE), col(ACTOR), col(EVENT_DATE).cast("string"), col(JUDGED), col(EVENTS))
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Forecast.Group(
                        row.getString(0),
                        row.getString(1),
                        LocalDate.parse(row.getString(2)),
                        row.getDouble(3),
                        row.getLong(4)))
            .toList();
    return new Forecast(groups, nights, config.numbersOfFields());
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
