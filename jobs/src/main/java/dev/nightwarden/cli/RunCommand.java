package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nightwarden run}. */
@Command(
    name = "run",
    description = {
      "The whole night: ingest, train, collect, investigate, ship, report. Without dates: whatever"
          + " is new."
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
