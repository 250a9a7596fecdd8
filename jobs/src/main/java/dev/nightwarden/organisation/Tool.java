package dev.nightwarden.organisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An application that people work with.
 *
 * @param name its name
 * @param departments whose work is done with it, those whose own it is first; empty: everybody's
 * @param share how much of the work, against other applications
 * @param actions what can be done, each as often as its weight
 */
record Tool(String name, List<String> departments, double share, List<Deed> actions) {

  /** Something to do, and how often, against others. */
  record Deed(String action, double weight) {
    /** Whether it moves a file or a table out of or into the application. */
    boolean movesBytes() {
      return List.of("download", "upload", "export", "clone", "push", "restore").contains(action);
    }
  }

  static List<Tool> all() {
    List<Tool> tools = new ArrayList<>();
    for (List<String> row : Lists.rows("applications.csv")) {
      List<Deed> deeds = new ArrayList<>();
      for (String deed : row.get(3).split("\\|", -1)) {
        String[] parts = deed.split(" ", -1);
        deeds.add(new Deed(parts[0], Double.parseDouble(parts[1])));
      }
      tools.add(
          new Tool(
              row.get(0),
              row.get(1).equals("*") ? List.of() : Arrays.asList(row.get(1).split("\\|", -1)),
              Double.parseDouble(row.get(2)),
              List.copyOf(deeds)));
    }
    return List.copyOf(tools);
  }

  boolean isEverybodys() {
    return departments.isEmpty();
  }

  /** How much a department works with it: less where it is first of all another's. */
  double shareOf(String department) {
    int rank = departments.indexOf(department);
    return isEverybodys() ? share : rank < 0 ? 0 : share / (1 + rank);
  }
}
