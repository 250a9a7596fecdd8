package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import picocli.CommandLine.Command;

/** {@code nightwarden investigate}. */
@Command(
    name = "investigate",
    description = {"Groups the anomalies and decides which groups are malicious."})
final class InvestigateCommand extends JobCommand {
  InvestigateCommand() {
    super(Job.INVESTIGATE);
  }
}
