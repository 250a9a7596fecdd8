package dev.nightwarden.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of some of the jobs, beside the dates. */
final class JobOptions {
  private JobOptions() {}

  /** Waiting for other runs. */
  static final class Wait {
    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        description =
            "How long to wait for another run that works on the warehouse, such as 30m; then the"
                + " exit code is 3. Default: 2h for a backfill of other dates, which gives way"
                + " between its parts; 0s for any other run.")
    Duration most;
  }

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
