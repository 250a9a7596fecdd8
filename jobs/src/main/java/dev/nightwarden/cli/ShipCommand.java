package dev.nightwarden.cli;

import dev.nightwarden.night.Command;

/** {@code nightwarden ship}. */
@picocli.CommandLine.Command(
    name = "ship",
    description = {"Brings every shipper in line with the malicious events."})
final class ShipCommand extends JobCommand {
  ShipCommand() {
    super(Command.SHIP);
  }
}
