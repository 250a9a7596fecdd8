package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Checked;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** A flag about whether a file lists a value. */
interface ListFlag extends DirectFlag, Checked {
  String FILE =
      "A text file with one value a line; # starts a line that says something else. The case of"
          + " letters counts.";

  String NETWORKS =
      "Whether the lines are networks such as 10.0.0.0/8, or addresses, and the values addresses.";

  String file();

  boolean networks();

  /** Whether the value is in the file (boolean); null for null. */
  default Column isListed(Inputs inputs) {
    return ListFile.has(inputs.first(), file(), networks());
  }

  @Override
  default void check() {
    ListFile.check(file(), networks());
  }

  @Override
  default int needs() {
    return 1;
  }

  @Override
  default Set<String> figures() {
    return Set.of("value", "file");
  }

  @Override
  default Map<String, Column> figures(Inputs inputs) {
    return Map.of("value", Figures.text(inputs.first()), "file", lit(file()));
  }
}
