package dev.nightwarden.cli;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.night.Failure;
import dev.nightwarden.night.HeldException;
import dev.nightwarden.value.Unforeseen;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints errors to the terminal and maps them to exit codes. */
final class Failures implements IExecutionExceptionHandler {
  /** The exit code of a run that found the warehouse held by another. */
  static final int HELD = 3;

  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parsed) {
    boolean isUnforeseen = Unforeseen.is(error);
    String message =
        isUnforeseen
            ? Failure.describe(error, UnaryOperator.identity())
            : String.valueOf(error.getMessage());
    // A log file must not end without the reason.
    message.lines().forEach(line -> LoggerFactory.getLogger(Logging.FAILURES).error("{}", line));
    commandLine.getErr().println(commandLine.getColorScheme().errorText("nightwarden: " + message));
    if (error instanceof HeldException) {
      return HELD;
    }
    boolean isUsage =
        !isUnforeseen
            && (error instanceof ConfigException || error instanceof IllegalArgumentException);
    return isUsage ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
