package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.night.HeldException;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/**
 * A command that changes the tables: reads the config, starts Spark, runs the stages of its job.
 */
abstract class JobCommand implements Callable<Integer> {
  @Mixin CommonOptions common;
  @Mixin DateOptions dates;
  @Mixin JobOptions.Wait wait;

  private final Job job;

  JobCommand(Job job) {
    this.job = job;
  }

  /** Whether notifiers are told of what a backfill, or a new notifier, finds. */
  boolean notifies() {
    return false;
  }

  /** Whether held files are read again. */
  boolean retries() {
    return false;
  }

  @Override
  public final Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    Request request = dates.request(job, notifies(), retries(), wait.most);
    return execute(common.load(), request);
  }

  /** Runs the stages of a job; gives the exit code. */
  static int execute(Loaded<Config> loaded, Request request) {
    try (Sessions.Opened session = Sessions.open()) {
      Warehouse warehouse =
          new Warehouse(session.spark(), loaded.config().warehouse(), loaded.config().landing());
      new Application(loaded.config())
          .run(warehouse, loaded, Version.current(), Clock.systemUTC(), request);
    } catch (HeldException e) {
      throw e;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
    ClassData.keep();
    return ExitCode.OK;
  }
}
