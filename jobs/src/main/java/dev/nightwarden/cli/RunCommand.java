package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden run}. */
@Command(
    name = "run",
    description = {
      "The whole night: ingest, train, collect, investigate, ship, report. Without dates: whatever"
          + " is new."
    })
final class RunCommand extends JobCommand {
  @Option(
      names = "--notify",
      description = "Notifies also of what a new notifier finds in its first run.")
  boolean notify;

  @Option(
      names = "--retry",
      description =
          "Reads files again that were held back for too many rejects, and takes in what they hold.")
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
