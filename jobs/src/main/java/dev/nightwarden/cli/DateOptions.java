package dev.nightwarden.cli;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import java.time.Duration;
import java.time.LocalDate;
import picocli.CommandLine.Option;

/** Which event dates a command works on. */
final class DateOptions {
  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "One event date (UTC), such as 2025-03-14. Default: all new dates; for a"
              + " report, the newest with malicious events.")
  LocalDate date;

  @Option(names = "--from", paramLabel = "DATE", description = "The first event date.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last event date. Default: the newest.")
  LocalDate to;

  Request request(Job job, boolean notifyAnyway, boolean retry, Duration wait) {
    if (date != null && (from != null || to != null)) {
      throw new IllegalArgumentException(
          "--date cannot be combined with --from or --to; for several dates give --from and --to");
    }
    return date == null
        ? new Request(job, from, to, notifyAnyway, retry, wait)
        : new Request(job, date, date, notifyAnyway, retry, wait);
  }
}
