package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nightwarden run}. */
@Command(
    name = "run",
    description = {
      "Runs all stages: ingest, train, collect, investigate, ship, report. Without dates:"
          + " processes all new messages."
    })
final class RunCommand extends JobCommand {
  @Mixin JobOptions.Notify notify;
  @Mixin JobOptions.Retry retry;

  RunCommand() {
    super(Job.RUN);
  }

  @Override
  boolean notifies() {
    return notify.isGiven;
  }

  @Override
  boolean retries() {
    return retry.isGiven;
  }
}
