package dev.nightwarden.cli;

import dev.nightwarden.night.Command;

/** {@code nightwarden ingest}. */
@picocli.CommandLine.Command(
    name = "ingest",
    description = {"Reads new logs into messages; what cannot be read goes to rejects."})
final class IngestCommand extends JobCommand {
  IngestCommand() {
    super(Command.INGEST);
  }
}
