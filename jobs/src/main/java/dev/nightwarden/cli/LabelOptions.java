package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.incident.Inject;
import dev.nightwarden.incident.Labels;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Options of the commands that hold a config against labels. */
final class LabelOptions {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      description = "The incidents: labels.jsonl of nightwarden inject, or one's own.")
  Path labels;

  @Option(
      names = "--messages",
      paramLabel = "WAREHOUSE",
      description =
          "The warehouse with the log's messages. Default: the folder warehouse beside the labels,"
              + " else that of the first config.")
  String messages;

  @Option(
      names = "--directory",
      paramLabel = "FILE",
      description = "A csv file with the columns actor and kind: figures for each kind.")
  Path directory;

  /**
   * Reads the labels.
   *
   * @throws IllegalArgumentException if they cannot be read, or the directory is not there
   */
  List<Incident> incidents() {
    if (directory != null && !Files.isRegularFile(directory)) {
      throw new IllegalArgumentException(
          "--directory %s: there is no such file".formatted(directory));
    }
    return Labels.read(labels);
  }

  /** The messages: as said, else those beside the labels, else those of the config. */
  Warehouse source(SparkSession spark, Config config) {
    Path beside = labels.resolveSibling(Inject.WAREHOUSE);
    String location = messages;
    if (location == null) {
      location = Files.isDirectory(beside) ? beside.toString() : config.warehouse();
    }
    Warehouse source = new Warehouse(spark, location);
    source.check();
    return source;
  }

  /** The folder for results: as said, else one of this name beside the labels. */
  Path folder(Path out, String name) {
    return out == null ? labels.resolveSibling(name) : out;
  }
}
