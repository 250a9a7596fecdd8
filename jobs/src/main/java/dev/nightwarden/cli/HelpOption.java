package dev.nightwarden.cli;

import picocli.CommandLine.Option;

/** Shows what a command does and takes, instead of doing it. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean isGiven;
}
