package dev.nightwarden.metric;

/** Questions for nothing: the name is missing, blank, or the root of all names. */
public final class EmptyName {
  private EmptyName() {}

  /**
   * Whether a name is missing. Never null: a null is a missing name, as an empty cell of a CSV file
   * is.
   */
  public static Boolean is(String name) {
    return name == null || name.isBlank() || name.strip().equals(".");
  }
}
