package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;

/** {@code nightwarden collect}. */
@Command(
    name = "collect",
    description = {"Counts what each actor showed and scores it against what it showed before."})
final class CollectCommand extends JobCommand {
  CollectCommand() {
    super(Job.COLLECT);
  }
}
