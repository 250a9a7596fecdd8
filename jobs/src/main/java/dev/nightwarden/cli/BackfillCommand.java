package dev.nightwarden.cli;

import dev.nightwarden.night.Command;

/** {@code nightwarden backfill}. */
@picocli.CommandLine.Command(
    name = "backfill",
    description = {"The night over history, in one pass. Notifies nobody."})
final class BackfillCommand extends JobCommand {
  BackfillCommand() {
    super(Command.BACKFILL);
  }
}
