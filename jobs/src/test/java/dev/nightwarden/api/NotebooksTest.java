package dev.nightwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks as they are kept: what came out of them, and what Databricks would be given. */
class NotebooksTest {
  private static final String CELLS_PARSE =
      """
      import ast, sys
      for file in sys.argv[1:]:
          for cell in open(file, encoding="utf-8").read().split("\\n# COMMAND ----------\\n"):
              if not cell.lstrip().startswith("# MAGIC"):
                  ast.parse(cell, file)
                  print(len([line for line in cell.splitlines() if line.strip()]))
      """;

  @TempDir Path folder;

  static List<Path> notebooks() throws IOException {
    return Notebooks.jupyter();
  }

  static List<Path> sources() throws IOException {
    return Notebooks.databricks();
  }

  @Test
  void bothKindsTellTheSameFourStories() throws IOException {
    assertEquals(
        List.of("1_first_look", "2_why_flagged", "3_tuning", "4_compare_configs"),
        names(notebooks()));
    assertEquals(names(notebooks()), names(sources()));
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(f -> f.getFileName().toString().replaceAll("\\..*", "")).toList();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void aNotebookIsKeptWithWhatCameOut(Path file) throws IOException {
    String said = String.join("", Notebooks.said(file));
    for (String place : List.of("/tmp/", "/work/", "/root/", "/home/", "file:/")) {
      assertFalse(said.contains(place), () -> file + " names a place of a machine: " + place);
    }
    JsonNode notebook = Notebooks.read(file);
    assertEquals("nightwarden", notebook.at("/metadata/kernelspec/name").asText());
    int plots = 0;
    int run = 0;
    for (JsonNode cell : notebook.get("cells")) {
      if (!cell.get("cell_type").asText().equals("code")) {
        continue;
      }
      run++;
      assertEquals(run, cell.get("execution_count").asInt(), "cells that ran, in their order");
      for (JsonNode output : cell.get("outputs")) {
        assertFalse(output.get("output_type").asText().equals("error"), output::toString);
        assertFalse(output.path("name").asText().equals("stderr"), output::toString);
        plots += output.at("/data/image~1png").isMissingNode() ? 0 : 1;
      }
    }
    assertTrue(plots >= 2, file + " shows " + plots + " plots");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aSourceOfDatabricksIsOne(Path file) throws IOException {
    assertTrue(Files.readString(file).startsWith("# Databricks notebook source\n"), file::toString);
    assertFalse(Notebooks.sql(file).isEmpty(), file::toString);
  }

  @Test
  void pythonCellsParse() throws Exception {
    assumeTrue(Notebooks.isThere("python3", "--version"), "there is no python3 to parse them");
    List<String> command =
        Stream.concat(
                Stream.of("python3", "-c", CELLS_PARSE), sources().stream().map(Path::toString))
            .toList();
    Process parsing = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(parsing.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, parsing.waitFor(), said);
    assertTrue(said.lines().count() >= sources().size(), said);
  }

  /** On Databricks the warehouse is a schema of the catalog; so it is here. */
  @Test
  @Tag("long")
  void sqlCellsRunOnTheTablesOfASchema() throws IOException {
    SparkSession spark = SharedSpark.session();
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("logs/a.json"),
        """
        {"time": "2025-03-01T08:00:00Z", "user": "jo", "city": "Rome"}
        {"time": "2025-03-09T08:00:00Z", "user": "jo", "city": "Lima"}
        """);
    Path config =
        Files.writeString(
            folder.resolve("nightwarden.yml"),
            """
            warehouse: %1$s/none
            transports:
              logins: {type: files, path: "%1$s/logs/*.json", format: json, time: time}
            profiles: {logins: {actor: user, fields: {city: {type: single}}}}
            """
                .formatted(folder));
    spark.sql("CREATE SCHEMA notebooks LOCATION '%s'".formatted(folder.resolve("schema")));
    try {
      Warden trial =
          Warden.open(spark, config.toString())
              .trial(
                  "spark_catalog.notebooks",
                  LocalDate.parse("2025-03-01"),
                  LocalDate.parse("2025-03-09"));
      assertEquals(2, trial.table("messages").count());
      spark.sql("USE notebooks");
      // What the cells in Python do before those in SQL.
      spark.sql("DECLARE OR REPLACE VARIABLE event STRING");
      spark.sql("SET VAR event = (SELECT event_id FROM anomalies WHERE value = '\"Lima\"')");
      for (String table : List.of("anomalies", "malicious_events", "runs")) {
        spark.table(table).createOrReplaceTempView("old_" + table);
        spark.table(table).createOrReplaceTempView("new_" + table);
      }
      for (Path source : sources()) {
        for (String sql : Notebooks.sql(source)) {
          spark.sql(sql).collectAsList();
        }
      }
      assertEquals(
          "[city,\"Lima\",1.0,0,1,1,0,1.0]",
          spark.sql(Notebooks.sql(sources().get(1)).get(1)).first().toString());
    } finally {
      spark.sql("DROP TEMPORARY VARIABLE IF EXISTS event");
      for (String table : List.of("anomalies", "malicious_events", "runs")) {
        spark.catalog().dropTempView("old_" + table);
        spark.catalog().dropTempView("new_" + table);
      }
      spark.catalog().dropTempView("judged");
      spark.sql("USE default");
      spark.sql("DROP SCHEMA notebooks CASCADE");
    }
  }
}
