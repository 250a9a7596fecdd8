package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden backfill}. */
@Command(
    name = "backfill",
    description = {
      "Runs all stages over historical dates in one pass, starting at --from. Sends"
          + " notifications only with --notify."
    })
final class BackfillCommand extends JobCommand {
  @Option(names = "--notify", description = "Also sends notifications of what it finds.")
  boolean notify;

  @Option(
      names = "--retry",
      description =
          "Reads files again that were held back for too many rejects, and ingests what"
              + " can be read of them.")
  boolean retry;

  BackfillCommand() {
    super(Job.BACKFILL);
  }

  @Override
  boolean notifies() {
    return notify;
  }

  @Override
  boolean retries() {
    return retry;
  }
}
