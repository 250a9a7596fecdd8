package dev.nightwarden.cli;

import dev.nightwarden.config.Durations;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a usage error in one sentence, with the command that shows the help. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String problem =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched, command)
            : error.getMessage();
    command
        .getErr()
        .println(
            command
                .getColorScheme()
                .errorText(
                    "nightwarden: %s%nsee %s --help"
                        .formatted(problem, command.getCommandSpec().qualifiedName())));
    return ExitCode.USAGE;
  }

  private static String unmatched(UnmatchedArgumentException error, CommandLine command) {
    String first = error.getUnmatched().get(0);
    List<String> near = error.getSuggestions();
    String hint =
        near.isEmpty()
            ? "; "
            : "; did you mean %s? ".formatted(near.get(0).replaceFirst("^nightwarden ", ""));
    if (first.startsWith("-")) {
      return "%s is not an option%s".formatted(first, hint).replaceFirst("[; ]+$", "");
    }
    return command.getSubcommands().isEmpty()
        ? "unexpected argument %s".formatted(first)
        : "%s is not a command%scommands: %s"
            .formatted(first, hint, command.getSubcommands().keySet());
  }

  /** Reads durations. */
  static final class Spans implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "\"%s\" is not a duration such as 30s, 5m or 1h".formatted(text)));
    }
  }

  /** Reads dates. */
  static final class Dates implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "\"%s\" is not a date such as 2025-03-14".formatted(text));
      }
    }
  }
}
