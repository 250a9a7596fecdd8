package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nightwarden ingest}. */
@Command(
    name = "ingest",
    description = {"Reads new logs into messages; records that cannot be read go to rejects."})
final class IngestCommand extends JobCommand {
  @Mixin JobOptions.Retry retry;

  IngestCommand() {
    super(Job.INGEST);
  }

  @Override
  boolean retries() {
    return retry.isGiven;
  }
}
