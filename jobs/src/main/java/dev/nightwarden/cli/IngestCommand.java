package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden ingest}. */
@Command(
    name = "ingest",
    description = {"Reads new logs into messages; what cannot be read goes to rejects."})
final class IngestCommand extends JobCommand {
  @Option(
      names = "--retry",
      description =
          "Reads files again that were held back for too many rejects, and takes in what they hold.")
  boolean retry;

  IngestCommand() {
    super(Job.INGEST);
  }

  @Override
  boolean retries() {
    return retry;
  }
}
