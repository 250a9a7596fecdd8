package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.not;

import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/** Finds what a list should name and does not: an unknown machine, a country without an office. */
@TypeName(value = "not_in_list", doc = "A value is not in the list of a file.")
public record NotInList(
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
    return "{value} of {actor} is not in the list {file}";
  }

  @Override
  public Column hits(Inputs inputs) {
    return not(new InList(file, networks).hits(inputs));
  }

  @Override
  public Set<String> figures() {
    return new InList(file, networks).figures();
  }

  @Override
  public Map<String, Column> figures(Inputs inputs) {
    return new InList(file, networks).figures(inputs);
  }
}
