package dev.nightwarden.cli;

import dev.nightwarden.night.Command;

/** {@code nightwarden investigate}. */
@picocli.CommandLine.Command(
    name = "investigate",
    description = {"Groups the anomalies and decides which groups are malicious."})
final class InvestigateCommand extends JobCommand {
  InvestigateCommand() {
    super(Command.INVESTIGATE);
  }
}
