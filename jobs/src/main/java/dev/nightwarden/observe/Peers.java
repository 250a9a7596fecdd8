package dev.nightwarden.observe;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Who an actor is compared with: those that have the same in common.
 *
 * @param by what peers have in common: columns of the directory, or paths into messages
 * @param directory a csv or json file that says who is what; null: only messages do
 */
public record Peers(
    @Key(
            doc =
                "What peers have in common: columns of the directory, or paths into messages, of"
                    + " which the newest value before a date counts.",
            required = true,
            min = 1)
        List<String> by,
    @Key(
            doc =
                "A csv file (with a header) or a file of JSON lines that says who is what: actor, the"
                    + " columns of by, and, where it changes, from and to (dates). A column"
                    + " criticality, from 0 to 10, multiplies an actor's points. Default: messages say"
                    + " what peers have in common.")
        String directory)
    implements Checked {
  /** Before the name of a path that is counted for the sake of peers alone, in feature_counts. */
  public static final String FIELD_PREFIX = "peers:";

  public Peers {
    by = List.copyOf(by);
  }

  @Override
  public void check() {
    if (new HashSet<>(by).size() < by.size()) {
      throw new IllegalKeyException("by", "names one thing twice: %s".formatted(by));
    }
  }

  /** The fields of {@code feature_counts} with what messages say. */
  public List<String> fields() {
    List<String> fields = new ArrayList<>();
    by.forEach(path -> fields.add(FIELD_PREFIX + path));
    return fields;
  }
}
