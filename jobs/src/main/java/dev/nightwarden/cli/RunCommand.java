package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden run}. */
@Command(
    name = "run",
    description = {
      "Runs all stages: ingest, train, collect, investigate, ship, report. Without dates:"
          + " processes all new messages."
    })
final class RunCommand extends JobCommand {
  @Option(
      names = "--notify",
      description = "Also sends notifications in the first run of a new notifier.")
  boolean notify;

  @Option(
      names = "--retry",
      description =
          "Reads files again that were held back for too many rejects, and ingests what"
              + " can be read of them.")
  boolean retry;

  RunCommand() {
    super(Job.RUN);
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
