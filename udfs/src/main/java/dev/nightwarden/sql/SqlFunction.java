package dev.nightwarden.sql;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;

/**
 * A function of the catalogue, as SQL knows it.
 *
 * @param name its SQL name
 * @param arguments the names of its arguments, in order
 * @param doc what it gives, with type, range and null rule
 * @param result its result from its arguments
 */
public record SqlFunction(
    String name, List<String> arguments, String doc, Function<List<Column>, Column> result) {
  public SqlFunction {
    arguments = List.copyOf(arguments);
  }

  /** How it is called: {@code mandatory_score(seen, total, distinct)}. */
  public String usage() {
    return name + "(" + String.join(", ", arguments) + ")";
  }
}
