package dev.nightwarden.cli;

import picocli.CommandLine.Option;

/** Options of some of the jobs, beside the dates. */
final class JobOptions {
  private JobOptions() {}

  /** Reading held files again. */
  static final class Retry {
    @Option(
        names = "--retry",
        description =
            "Reads files again that were held back for too many rejects, and ingests what can be"
                + " read of them.")
    boolean isGiven;
  }

  /** Notifications in the first run of a new notifier, which are off by default. */
  static final class Notify {
    @Option(
        names = "--notify",
        description = "Also sends notifications in the first run of a new notifier.")
    boolean isGiven;
  }

  /** Notifications of a backfill, which are off by default. */
  static final class NotifyOfHistory {
    @Option(names = "--notify", description = "Also sends notifications of what it finds.")
    boolean isGiven;
  }
}
