package dev.nightwarden.cli;

import picocli.CommandLine.Option;

/** What some of the jobs can be asked for beside their dates. */
final class JobOptions {
  private JobOptions() {}

  /** Held files once more. */
  static final class Retry {
    @Option(
        names = "--retry",
        description =
            "Reads files again that were held back for too many rejects, and takes in what they"
                + " hold.")
    boolean isGiven;
  }

  /** Word of a new notifier's first findings, which it would be spared. */
  static final class Notify {
    @Option(
        names = "--notify",
        description = "Notifies also of what a new notifier finds in its first run.")
    boolean isGiven;
  }

  /** Word of a backfill's findings, of which nobody else hears. */
  static final class NotifyOfHistory {
    @Option(names = "--notify", description = "Notifies also of what history holds.")
    boolean isGiven;
  }
}
