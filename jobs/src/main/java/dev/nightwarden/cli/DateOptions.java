package dev.nightwarden.cli;

import dev.nightwarden.night.Command;
import dev.nightwarden.night.Request;
import java.time.LocalDate;
import picocli.CommandLine.Option;

/** Which event dates a command works on. */
final class DateOptions {
  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "One event date (UTC), such as 2025-03-14. Default: whatever is new; for a report, the"
              + " newest with malicious events.")
  LocalDate date;

  @Option(names = "--from", paramLabel = "DATE", description = "The first event date.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last event date. Default: the newest there is.")
  LocalDate to;

  Request request(Command command, boolean notifyAnyway, boolean retry) {
    if (date != null && (from != null || to != null)) {
      throw new IllegalArgumentException(
          "--date stands alone; for several dates give --from and --to");
    }
    return date == null
        ? new Request(command, from, to, notifyAnyway, retry)
        : new Request(command, date, date, notifyAnyway, retry);
  }
}
