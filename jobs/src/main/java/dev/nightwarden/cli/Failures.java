package dev.nightwarden.cli;

import dev.nightwarden.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the person at the terminal what to change. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parsed) {
    boolean isUsage = error instanceof ConfigException || error instanceof IllegalArgumentException;
    commandLine
        .getErr()
        .println(commandLine.getColorScheme().errorText("nightwarden: " + error.getMessage()));
    return isUsage ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
