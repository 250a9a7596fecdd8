package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden ship}. */
@Command(
    name = "ship",
    description = {"Brings every shipper in line with the malicious events."})
final class ShipCommand extends JobCommand {
  @Option(
      names = "--notify",
      description = "Notifies also of what a new notifier finds in its first run.")
  boolean notify;

  ShipCommand() {
    super(Job.SHIP);
  }

  @Override
  boolean notifies() {
    return notify;
  }
}
