package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nightwarden maintain}. */
@Command(
    name = "maintain",
    description = {
      "Keeps the tables fit: removes rows older than maintain.retention_days of the config, brings"
          + " small files together, completes statistics, and removes files of old versions."
          + " It can be called at any time, and again after it died."
    })
final class MaintainCommand implements Callable<Integer> {
  @Mixin CommonOptions common;
  @Mixin JobOptions.Wait wait;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    return JobCommand.execute(
        common.load(), new Request(Job.MAINTAIN, null, null, false, false, wait.most));
  }
}
