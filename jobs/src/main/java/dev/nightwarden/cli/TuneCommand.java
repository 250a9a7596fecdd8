package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigFiles;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.config.Secrets;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.tune.Tune;
import dev.nightwarden.tune.TuningFiles;
import dev.nightwarden.tune.TuningText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
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

/** {@code nightwarden tune}. */
@Command(
    name = "tune",
    description = {
      "Looks for changes of a config that find the most of the labelled incidents within a budget"
          + " of alerts a night: other analyzers, collectors and forests, fields that go or weigh"
          + " less. It searches on the nights before half of the incidents have begun, and says what"
          + " the changes give on the nights after, which it has not looked at.",
      "",
      "The config stays as it is. Into the folder come tuned.yml, which is the config with the"
          + " changes and a reason above each, tuned.diff, tune.json and tune.html. What only judges"
          + " otherwise needs no replay; replays are kept as those of evaluate."
    },
    footer = {
      "",
      "Exit codes: 0 the tuned config keeps to the budget and finds enough, 1 no setting does or it"
          + " failed, 2 the labels, the config or the usage is wrong.",
      "",
      "Examples:",
      "  nightwarden tune --labels /tmp/planted/labels.jsonl --config my.yml --budget 5",
      "  nightwarden tune --labels /tmp/planted/labels.jsonl --config my.yml --budget 2 --least 0.3"
    })
final class TuneCommand implements Callable<Integer> {
  @Mixin CommonOptions common;
  @Mixin LabelOptions given;

  @Option(
      names = "--budget",
      paramLabel = "ALERTS",
      required = true,
      description = "How many alerts a night may have on average.")
  double budget;

  @Option(
      names = "--least",
      paramLabel = "SHARE",
      description = "The share of incidents that is enough. Default: ${DEFAULT-VALUE}.")
  double least = .5;

  @Option(
      names = "--settings",
      paramLabel = "N",
      description = "How many settings are judged at most. Default: ${DEFAULT-VALUE}.")
  int most = 250;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first date to look at. Default: the second week of the log.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last date to look at. Default: the log's last.")
  LocalDate to;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where the results and the replays go. Default: the folder tuning beside the labels.")
  Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Logging.configure(common.verbosity.length, common.logFile);
    check();
    List<Incident> incidents = given.incidents();
    Loaded<Config> loaded = common.load();
    Secrets secrets = loaded.secrets();
    try (Sessions.Opened session = Sessions.open()) {
      Tune.Tuned tuned = tune(session.spark(), incidents, loaded);
      PrintWriter lines = spec.commandLine().getOut();
      TuningText.of(tuned.tuning()).forEach(line -> lines.println(secrets.mask(line)));
      lines.flush();
      return tuned.tuning().isGoodEnough() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IllegalArgumentException | ConfigException e) {
      throw e;
    } catch (Exception | Error e) {
      throw MaskedException.of(e, secrets);
    }
  }

  private void check() {
    if (!(budget > 0 && budget < 1e6)) {
      throw new IllegalArgumentException(
          "--budget is %s; allowed: more than 0 alerts a night".formatted(budget));
    }
    if (!(least > 0 && least <= 1)) {
      throw new IllegalArgumentException(
          "--least is %s; allowed: a share above 0, at most 1".formatted(least));
    }
    if (most < 1 || most > 10_000) {
      throw new IllegalArgumentException("--settings is %d; allowed: 1 to 10000".formatted(most));
    }
    Request.checkOrder(from, to);
  }

  private Tune.Tuned tune(SparkSession spark, List<Incident> incidents, Loaded<Config> loaded)
      throws IOException {
    Logger log = LoggerFactory.getLogger(TuneCommand.class);
    Path file = ConfigFiles.ofThisProcess().find(common.config);
    String text = Files.readString(file);
    Path folder = given.folder(out, "tuning");
    Files.createDirectories(folder);
    Warehouse source = given.source(spark, loaded.config());
    Tune.Tuned tuned =
        new Tune(
                source,
                incidents,
                given.directory,
                folder,
                Version.current(),
                log::info,
                (name, changed) -> read(file, changed))
            .of(text, budget, least, most, from, to);
    new TuningFiles(folder).write(file.toString(), text, tuned);
    log.info("Written to {}: tuned.yml, tuned.diff, tune.json, tune.html", folder);
    return tuned;
  }

  /** Sections in files of their own are found from the config's place. */
  private Loaded<Config> read(Path file, String text) {
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), System.getenv())
            .read(
                file.toString(),
                text.getBytes(StandardCharsets.UTF_8),
                common.settings,
                Config.class);
    return CommonOptions.checked(loaded);
  }
}
