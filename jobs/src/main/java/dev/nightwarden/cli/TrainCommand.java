package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;

/** {@code nightwarden train}. */
@Command(
    name = "train",
    description = {
      "Grows the forests that score the dates, of the messages before them. Those that are there"
          + " and right are kept."
    })
final class TrainCommand extends JobCommand {
  TrainCommand() {
    super(Job.TRAIN);
  }
}
