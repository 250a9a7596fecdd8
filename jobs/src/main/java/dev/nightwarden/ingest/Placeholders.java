package dev.nightwarden.ingest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cells that stand for no value in a delimited file whose comments say so. */
final class Placeholders {
  /** Zeek's, each followed by a separator and the placeholder. */
  private static final List<String> NAMING = List.of("#unset_field", "#empty_field");

  /** The extended format of the W3C, in which it is a hyphen. */
  private static final String W3C = "#Fields:";

  private final Set<String> cells = new HashSet<>();

  /** Takes a comment's word for a placeholder, if it names one. */
  void learn(String comment) {
    for (String naming : NAMING) {
      if (comment.startsWith(naming) && comment.length() > naming.length() + 1) {
        cells.add(comment.substring(naming.length() + 1));
      }
    }
    if (comment.startsWith(W3C)) {
      cells.add("-");
    }
  }

  /** Whether a cell stands for no value; an empty one always does. */
  boolean holds(String cell) {
    return cell.isEmpty() || cells.contains(cell);
  }
}
