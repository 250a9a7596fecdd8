package dev.nightwarden.cli;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.night.HeldException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the person at the terminal what to change. */
final class Failures implements IExecutionExceptionHandler {
  /** The exit code of a run that found the warehouse held by another. */
  static final int HELD = 3;

  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parsed) {
    // A log file must not end without the reason.
    String.valueOf(error.getMessage())
        .lines()
        .forEach(line -> LoggerFactory.getLogger(Logging.FAILURES).error("{}", line));
    commandLine
        .getErr()
        .println(commandLine.getColorScheme().errorText("nightwarden: " + error.getMessage()));
    if (error instanceof HeldException) {
      return HELD;
    }
    boolean isUsage = error instanceof ConfigException || error instanceof IllegalArgumentException;
    return isUsage ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
