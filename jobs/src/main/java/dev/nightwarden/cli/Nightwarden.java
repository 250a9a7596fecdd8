package dev.nightwarden.cli;

import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The main class: {@code scripts/nightwarden}, and {@code spark-submit} with the application jar.
 *
 * <p>Exit codes: 0 when everything asked for was done, 1 for a failure, 2 for a config or usage
 * error, 3 when another run works on the warehouse.
 */
@Command(
    name = "nightwarden",
    description = {
      "Finds the people, machines and keys in logs that stopped behaving like themselves.",
      "",
      "Every night it reads the new logs, compares each message with what its actor did"
          + " before, and writes what is unusual, with the reason, to CSV, PostgreSQL,"
          + " notifiers or the log."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      BackfillCommand.class,
      PollCommand.class,
      IngestCommand.class,
      TrainCommand.class,
      CollectCommand.class,
      InvestigateCommand.class,
      ShipCommand.class,
      ReportCommand.class,
      WatchCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      VerdictCommand.class,
      MaintainCommand.class,
      ForgetCommand.class,
      PseudonymCommand.class,
      InitCommand.class,
      GenerateCommand.class,
      InjectCommand.class,
      EvaluateCommand.class,
      TuneCommand.class,
      ValidateCommand.class,
      PluginsCommand.class,
      FunctionsCommand.class,
      DocsCommand.class
    },
    footer = {
      "",
      "Without --config: ./nightwarden.yml, then ~/.config/nightwarden/config.yml, then the demo.",
      "Exit codes: 0 success, 1 failure, 2 config or usage error, 3 warehouse in use.",
      "",
      "First steps:",
      "  nightwarden run                      the demo, into out/",
      "  nightwarden init                     a config for your own logs, by a few questions",
      "  nightwarden run --config my.yml      one night over your own logs",
      "  nightwarden validate --config my.yml check a config against the logs",
      "  nightwarden run --date 2025-03-14    process one date again",
      "  nightwarden report --terminal        the newest findings as a table",
      "  nightwarden verdict ID benign        this was fine: not again",
      "  nightwarden run --help               all options of a command"
    })
public final class Nightwarden implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Without a command: shows which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  /** Runs a command line and gives its exit code. */
  public static int execute(String... args) {
    return new CommandLine(new Nightwarden())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, new UsageErrors.Spans())
        .registerConverter(LocalDate.class, new UsageErrors.Dates())
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures())
        .execute(args);
  }

  /** Runs a command line; ends the process with its exit code unless all went well. */
  public static void main(String[] args) {
    int exitCode = execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
