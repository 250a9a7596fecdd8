package dev.nightwarden.cli;

import dev.nightwarden.night.Command;

/** {@code nightwarden collect}. */
@picocli.CommandLine.Command(
    name = "collect",
    description = {"Counts what each actor showed and scores it against what it showed before."})
final class CollectCommand extends JobCommand {
  CollectCommand() {
    super(Command.COLLECT);
  }
}
