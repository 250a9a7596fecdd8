package dev.nightwarden.cli;

import dev.nightwarden.night.Command;

/** {@code nightwarden run}. */
@picocli.CommandLine.Command(
    name = "run",
    description = {
      "The whole night: ingest, collect, investigate, ship. Without dates: whatever is new."
    })
final class RunCommand extends JobCommand {
  RunCommand() {
    super(Command.RUN);
  }
}
