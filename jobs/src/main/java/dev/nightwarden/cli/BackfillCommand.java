package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden backfill}. */
@Command(
    name = "backfill",
    description = {
      "The night over history, in one pass, from the date --from on. Notifies nobody."
    })
final class BackfillCommand extends JobCommand {
  @Option(names = "--notify", description = "Notifies also of what history holds.")
  boolean notify;

  @Option(
      names = "--retry",
      description =
          "Reads files again that were held back for too many rejects, and takes in what they hold.")
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
