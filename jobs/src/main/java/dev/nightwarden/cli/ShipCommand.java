package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nightwarden ship}. */
@Command(
    name = "ship",
    description = {"Updates every shipper to the current malicious events."})
final class ShipCommand extends JobCommand {
  @Option(
      names = "--notify",
      description = "Also sends notifications in the first run of a new notifier.")
  boolean notify;

  ShipCommand() {
    super(Job.SHIP);
  }

  @Override
  boolean notifies() {
    return notify;
  }
}
