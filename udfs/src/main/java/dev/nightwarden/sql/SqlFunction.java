package dev.nightwarden.sql;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/**
 * A function of the catalogue, as SQL knows it.
 *
 * @param name its SQL name
 * @param arguments its arguments, in order
 * @param gives what it gives, in sentences
 * @param type the SQL type of its result, such as {@code double}
 * @param nulls what it makes of nulls, and when it gives one, in sentences
 * @param note what a session needs before it can be called, in sentences; empty for nothing
 * @param examples calls of it, at least one
 * @param result its result from its arguments
 */
public record SqlFunction(
    String name,
    List<Argument> arguments,
    String gives,
    String type,
    String nulls,
    String note,
    List<Example> examples,
    Function<List<Column>, Column> result) {
  public SqlFunction {
    arguments = List.copyOf(arguments);
    examples = List.copyOf(examples);
    if (examples.isEmpty() || gives.isBlank() || nulls.isBlank()) {
      throw new IllegalArgumentException(
          name + " has to say what it gives and what of nulls, with an example");
    }
  }

  /** A function that needs nothing of the session. */
  public SqlFunction(
      String name,
      List<Argument> arguments,
      String gives,
      String type,
      String nulls,
      List<Example> examples,
      Function<List<Column>, Column> result) {
    this(name, arguments, gives, type, nulls, "", examples, result);
  }

  /** How it is called: {@code mandatory_score(seen, total, distinct)}. */
  public String usage() {
    return arguments.stream()
        .map(Argument::name)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  /**
   * What {@code DESCRIBE FUNCTION EXTENDED} answers, in the layout of Spark's own functions.
   *
   * @param origin the class that lists it
   */
  public ExpressionInfo info(Class<?> origin) {
    String described =
        arguments.stream()
            .map(
                argument ->
                    "      * %s - %s: %s%n"
                        .formatted(argument.name(), argument.type(), argument.meaning()))
            .collect(Collectors.joining("", "\n    Arguments:\n", "  "));
    String shown =
        examples.stream()
            .map(
                example ->
                    "      > SELECT %s;%n       %s%n".formatted(example.call(), example.result()))
            .collect(Collectors.joining("", "\n    Examples:\n", "  "));
    String told = "Gives: %s. %s%s".formatted(type, nulls, note.isEmpty() ? "" : " " + note);
    return new ExpressionInfo(
        origin.getName(),
        null,
        name,
        usage() + " - " + gives,
        described,
        shown,
        "\n    %s\n  ".formatted(told),
        "",
        "",
        "",
        "built-in");
  }
}
