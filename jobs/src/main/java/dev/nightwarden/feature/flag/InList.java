package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** Finds what a list names: bad addresses, names to watch. */
@TypeName(value = "in_list", doc = "A value is in the list of a file.")
public record InList(
    @Key(
            doc =
                "A text file with one value a line; # starts a line that says something else. The"
                    + " case of letters counts.",
            required = true)
        String file,
    @Key(
            doc =
                "Whether the lines are networks such as 10.0.0.0/8, or addresses, and the values"
                    + " addresses.",
            fallback = "false")
        boolean networks)
    implements DirectFlag, Checked {
  @Override
  public void check() {
    ListFile.check(file, networks);
  }

  @Override
  public int needs() {
    return 1;
  }

  @Override
  public String message() {
    return "{value} of {actor} is in the list {file}";
  }

  @Override
  public Column hits(Inputs inputs) {
    return ListFile.has(inputs.first(), file, networks);
  }

  @Override
  public Set<String> figures() {
    return Set.of("value", "file");
  }

  @Override
  public Map<String, Column> figures(Inputs inputs) {
    return Map.of("value", Figures.text(inputs.first()), "file", lit(file));
  }
}
