package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nightwarden backfill}. */
@Command(
    name = "backfill",
    description = {
      "Runs all stages over historical dates in one pass, starting at --from. Sends"
          + " notifications only with --notify. Between its parts other runs have their turn, and"
          + " leave its dates alone."
    })
final class BackfillCommand extends JobCommand {
  @Mixin JobOptions.NotifyOfHistory notify;
  @Mixin JobOptions.Retry retry;

  BackfillCommand() {
    super(Job.BACKFILL);
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
