package dev.nightwarden.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of columns, of a header that may leave some out. */
final class HeaderNames {
  private HeaderNames() {}

  /**
   * The names of all columns: one without a name, such as that of an index, is {@code column_} and
   * its number, counted from 1. Two columns may share a name, as two keys of a JSON object may.
   *
   * @throws Refusal if the header names none
   */
  static List<String> of(List<String> header) throws Refusal {
    Set<String> given = new HashSet<>(header);
    given.remove("");
    if (given.isEmpty()) {
      throw new Refusal("it names no column; name them with columns");
    }
    List<String> names = new ArrayList<>(header);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        String name = "column_" + (i + 1);
        while (!given.add(name)) {
          name += "_";
        }
        names.set(i, name);
      }
    }
    return List.copyOf(names);
  }
}
