package dev.nightwarden.cli;

import dev.nightwarden.NightwardenFunctions;
import dev.nightwarden.sql.SqlFunction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightwarden functions}. */
@Command(
    name = "functions",
    description = {
      "Lists the SQL functions that a config, a notebook and spark-sql can call, with their"
          + " arguments, result, null rules and examples.",
      "With words, only the functions whose name contains one of them."
    })
final class FunctionsCommand implements Callable<Integer> {
  @Mixin HelpOption help;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Names, or parts of them, such as geo_place, entropy.")
  List<String> words = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    // Spark's own words on its way are of no interest here.
    Logging.configure(0, null);
    List<SqlFunction> functions =
        NightwardenFunctions.all().stream().filter(this::isWanted).toList();
    if (functions.isEmpty()) {
      throw new IllegalArgumentException(
          "no function matches %s; without names all functions are listed".formatted(words));
    }
    PrintWriter out = spec.commandLine().getOut();
    functions.forEach(function -> out.print(listed(function)));
    out.flush();
    return ExitCode.OK;
  }

  private boolean isWanted(SqlFunction function) {
    return words.isEmpty()
        || words.stream().anyMatch(word -> function.name().contains(word.toLowerCase(Locale.ROOT)));
  }

  private static String listed(SqlFunction function) {
    StringBuilder lines = new StringBuilder();
    lines.append("%s  (%s)%n".formatted(function.usage(), function.type()));
    lines.append("  %s%n".formatted(function.gives()));
    lines.append("  %s%n".formatted(function.nulls()));
    if (!function.note().isEmpty()) {
      lines.append("  %s%n".formatted(function.note()));
    }
    function
        .arguments()
        .forEach(
            argument ->
                lines.append(
                    "    %s: %s, %s%n"
                        .formatted(argument.name(), argument.type(), argument.meaning())));
    function
        .examples()
        .forEach(
            example ->
                lines.append("    %s gives %s%n".formatted(example.call(), example.result())));
    return lines.toString();
  }
}
