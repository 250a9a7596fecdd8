package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nightwarden ship}. */
@Command(
    name = "ship",
    description = {"Updates every shipper to the current malicious events."})
final class ShipCommand extends JobCommand {
  @Mixin JobOptions.Notify notify;

  ShipCommand() {
    super(Job.SHIP);
  }

  @Override
  boolean notifies() {
    return notify.isGiven;
  }
}
