package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden ingest}. */
@Command(
    name = "ingest",
    description = {"Reads new logs into messages; records that cannot be read go to rejects."})
final class IngestCommand extends JobCommand {
  @Option(
      names = "--retry",
      description =
          "Reads files again that were held back for too many rejects, and ingests what"
              + " can be read of them.")
  boolean retry;

  IngestCommand() {
    super(Job.INGEST);
  }

  @Override
  boolean retries() {
    return retry;
  }
}
