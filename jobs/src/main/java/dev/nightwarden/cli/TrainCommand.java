package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;

/** {@code nightwarden train}. */
@Command(
    name = "train",
    description = {
      "Trains the isolation forests that score the dates, on the messages before them."
          + " Forests that are up to date are kept."
    })
final class TrainCommand extends JobCommand {
  TrainCommand() {
    super(Job.TRAIN);
  }
}
