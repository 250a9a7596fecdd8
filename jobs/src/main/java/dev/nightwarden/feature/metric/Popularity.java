package dev.nightwarden.feature.metric;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Metric;
import org.apache.spark.sql.Column;

/** The place of a name, or of its registered domain, in a list (int, 1 or more). */
interface Popularity extends Metric {
  String RANK =
      "The rank of a name, or of its registered domain, in a list; none if it is not listed.";

  String LIST =
      "A file of lines rank,name, on every machine or shipped with --files; built-in: a small list"
          + " that comes with the program.";

  String BUILT_IN = "built-in";

  String list();

  @Override
  default Column of(Inputs inputs) {
    return call_function("popularity_rank", inputs.first(), lit(list()));
  }
}
