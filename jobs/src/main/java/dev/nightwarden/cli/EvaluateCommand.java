package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Secrets;
import dev.nightwarden.evaluate.Evaluate;
import dev.nightwarden.evaluate.Evaluation;
import dev.nightwarden.evaluate.EvaluationJson;
import dev.nightwarden.evaluate.EvaluationPage;
import dev.nightwarden.evaluate.EvaluationText;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Says how good a config is: which of the labelled incidents it finds, among the first how"
          + " many alerts of their night, and how many people it flags falsely. It replays the nights"
          + " of the log in warehouses of its own, each date with nothing but what was before it;"
          + " the warehouse of the config is only read, and nothing is shipped.",
      "",
      "Several configs are compared with the first, on the same incidents and nights. Replays are"
          + " kept in the folder: one that broke off goes on, and one that is there is not made"
          + " again. Alarms that no label names count as false; whoever knows better adds them to the"
          + " labels."
    },
    footer = {
      "",
      "Exit codes: 0 evaluated, 1 it could not be, 2 the labels, a config or the usage is wrong.",
      "",
      "Examples:",
      "  nightwarden evaluate --labels /tmp/planted/labels.jsonl --config my.yml",
      "  nightwarden evaluate --labels /tmp/planted/labels.jsonl --config my.yml --config other.yml",
      "  nightwarden evaluate --labels /tmp/planted/labels.jsonl --config my.yml"
          + " --try profiles.people.analyzer.threshold=0.75"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Mixin LabelOptions given;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "A config; more of them to compare. Default: as for every command.")
  List<String> configs = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY.PATH=VALUE",
      description = "Sets any key of all configs.")
  List<String> settings = new ArrayList<>();

  @Option(
      names = "--try",
      paramLabel = "KEY.PATH=VALUE",
      description = "Compares the first config also with what it is with this key set.")
  List<String> tried = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first date to judge. Default: the log's first.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last date to judge. Default: the log's last.")
  LocalDate to;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where evaluation.json, evaluation.html and the replays go. Default: the folder"
              + " evaluation beside the labels.")
  Path out;

  @Option(names = "-v", description = "Logs more: -v debug messages, -vv Spark's log too.")
  boolean[] verbosity = new boolean[0];

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Also writes the log to this file.")
  String logFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(verbosity.length, logFile);
    Request.checkOrder(from, to);
    List<Incident> incidents = given.incidents();
    Map<String, Loaded<Config>> loaded = loaded();
    Secrets secrets = loaded.values().iterator().next().secrets();
    try (Sessions.Opened session = Sessions.open()) {
      Evaluation evaluation = evaluate(session.spark(), incidents, loaded);
      PrintWriter lines = spec.commandLine().getOut();
      EvaluationText.of(evaluation).forEach(line -> lines.println(secrets.mask(line)));
      lines.flush();
      return ExitCode.OK;
    } catch (IllegalArgumentException | ConfigException e) {
      throw e;
    } catch (Exception | Error e) {
      throw MaskedException.of(e, secrets);
    }
  }

  private Evaluation evaluate(
      SparkSession spark, List<Incident> incidents, Map<String, Loaded<Config>> loaded)
      throws IOException {
    Logger log = LoggerFactory.getLogger(EvaluateCommand.class);
    Path folder = given.folder(out, "evaluation");
    Files.createDirectories(folder);
    Warehouse source = given.source(spark, loaded.values().iterator().next().config());
    Evaluation evaluation =
        new Evaluate(source, incidents, given.directory, folder, Version.current(), log::info)
            .of(loaded, from, to);
    Path json = folder.resolve("evaluation.json");
    Files.writeString(json, EvaluationJson.of(evaluation));
    Path page = folder.resolve("evaluation.html");
    EvaluationPage.write(evaluation, page);
    log.info("Written to {} and {}", json, page);
    return evaluation;
  }

  /** The configs by the names that they have in the figures. */
  private Map<String, Loaded<Config>> loaded() {
    Map<String, Loaded<Config>> loaded = new LinkedHashMap<>();
    List<String> files = configs.isEmpty() ? Collections.singletonList(null) : configs;
    for (String file : files) {
      Loaded<Config> config = CommonOptions.load(file, settings);
      put(loaded, file == null ? config.source() : name(file), config);
    }
    for (String setting : tried) {
      List<String> with = new ArrayList<>(settings);
      with.add(setting);
      put(loaded, setting, CommonOptions.load(files.get(0), with));
    }
    return loaded;
  }

  private static void put(Map<String, Loaded<Config>> all, String name, Loaded<Config> config) {
    String free = name;
    for (int number = 2; all.containsKey(free); number++) {
      free = name + " " + number;
    }
    all.put(free, config);
  }

  private static String name(String file) {
    return Path.of(file).getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}
