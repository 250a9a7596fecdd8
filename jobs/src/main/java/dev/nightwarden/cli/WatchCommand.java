package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.app.OpenTransports;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.night.Failure;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nightwarden watch}. */
@Command(
    name = "watch",
    description = {
      "Runs all stages but the report again and again in one session: ingest, train, collect,"
          + " investigate, ship. Transports that receive, such as tcp, do so all the time.",
      "SIGTERM or Ctrl-C ends it after the pass that is going on, with exit code 0; a second"
          + " one ends it at once."
    })
final class WatchCommand implements Callable<Integer> {
  /**
   * What a session of many passes asks of Spark and Delta: to remember little of work that is done,
   * for a page that nobody looks at, and to bring the small files of a date together.
   */
  static final Map<String, String> LASTING =
      new TreeMap<>(
          Map.of(
              "spark.databricks.delta.autoCompact.enabled", "true",
              "spark.ui.retainedJobs", "50",
              "spark.ui.retainedStages", "50",
              "spark.ui.retainedTasks", "500",
              "spark.ui.retainedDeadExecutors", "10",
              "spark.sql.ui.retainedExecutions", "10",
              "spark.cleaner.periodicGC.interval", "10min"));

  @Mixin CommonOptions common;
  @Mixin JobOptions.Notify notify;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description =
          "From the start of one pass to the start of the next, such as 30s or 5m; a pass that takes"
              + " longer is followed at once. Default: ${DEFAULT-VALUE}.")
  Duration every;

  @Option(
      names = "--failures",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Ends with exit code 1 after so many failed passes in a row; each waits twice as long as"
              + " the one before, up to 10 minutes. Default: ${DEFAULT-VALUE}.")
  int failures;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    if (every.isZero()) {
      throw new IllegalArgumentException("--every is 0s; allowed: at least 1s");
    }
    if (failures < 1) {
      throw new IllegalArgumentException(
          "--failures is %d; allowed: at least 1".formatted(failures));
    }
    Loaded<Config> loaded = common.load();
    Request request = new Request(Job.WATCH, null, null, notify.isGiven, false);
    Passes passes =
        new Passes(every, failures, failure -> Failure.describe(failure, loaded.secrets()::mask));
    Signals.onFirst(passes::stop);
    try (Sessions.Opened session = Sessions.open(LASTING)) {
      Clock clock = Clock.systemUTC();
      Warehouse warehouse =
          new Warehouse(session.spark(), loaded.config().warehouse(), loaded.config().landing());
      try (OpenTransports open = new OpenTransports(loaded.config(), warehouse, clock.instant())) {
        Application application = new Application(loaded.config(), open, passes::isStopped);
        passes.run(() -> application.run(warehouse, loaded, Version.current(), clock, request));
      }
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
    LoggerFactory.getLogger(WatchCommand.class).info("The watch has ended");
    return ExitCode.OK;
  }
}
