package dev.nightwarden.cli;

import dev.nightwarden.organisation.GeneratedLogs;
import dev.nightwarden.organisation.OrganisationSettings;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nightwarden generate}. */
@Command(
    name = "generate",
    description = {
      "Makes up an organisation and writes the log of what its people and services do, to try a"
          + " config on before there are logs, or where it must be known what is innocent: all of"
          + " it is.",
      "",
      "Into the folder come logs/DATE.jsonl, a line for each login and action;"
          + " directory.csv, who belongs to which department; truth.jsonl, who travels, joins,"
          + " leaves and gets a new computer when; and nightwarden.yml, which reads the logs. The same"
          + " seed gives the same files; more days or other services change no line of people."
    },
    footer = {
      "",
      "Exit codes: 0 the folder is written, 1 it could not be, 2 usage error.",
      "",
      "Examples:",
      "  nightwarden generate --people 300 --days 60 --seed 1 --out /tmp/larkfield",
      "  nightwarden backfill -c /tmp/larkfield/nightwarden.yml --from 2025-01-06 --to 2025-03-06"
    })
final class GenerateCommand implements Callable<Integer> {
  @Mixin HelpOption help;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many people. Default: ${DEFAULT-VALUE}.")
  int people;

  @Option(
      names = "--services",
      paramLabel = "N",
      description =
          "How many service accounts; the first has thousands of messages a day. Default: one for"
              + " each hundred people.")
  Integer services;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many dates. Default: ${DEFAULT-VALUE}.")
  int days;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      defaultValue = "2025-01-06",
      description = "The first date. Default: ${DEFAULT-VALUE}.")
  LocalDate from;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed makes another organisation. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to; it must not exist, or be empty.")
  Path out;

  @Override
  public Integer call() throws IOException {
    Logging.configure(0, null);
    // Not before: help comes without a log.
    Logger log = LoggerFactory.getLogger(GenerateCommand.class);
    OrganisationSettings settings =
        new OrganisationSettings(
            people, services == null ? people / 100 : services, days, from, seed);
    long count = new GeneratedLogs(settings).write(out, done -> told(log, done));
    log.info(
        "{} of {} and {} on {} are in {}",
        Amount.of(count, "message"),
        Amount.of(people, "person", "people"),
        Amount.of(settings.services(), "service"),
        Amount.of(days, "date"),
        out);
    return ExitCode.OK;
  }

  private void told(Logger log, int done) {
    if (done % 30 == 0 && done < days) {
      log.info("{} of {} dates", done, days);
    }
  }
}
