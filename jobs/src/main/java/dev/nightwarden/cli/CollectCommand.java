package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;

/** {@code nightwarden collect}. */
@Command(
    name = "collect",
    description = {
      "Counts the field values of each actor and scores them against the actor's history."
    })
final class CollectCommand extends JobCommand {
  CollectCommand() {
    super(Job.COLLECT);
  }
}
