package dev.nightwarden.plugin;

/**
 * Settings whose keys must also go together, or have a form that {@link Key} cannot say. The config
 * reader calls {@link #check} once each key alone is allowed, and so does {@link Keys#checked}; a
 * constructor leaves both to them.
 */
public interface Checked {
  /**
   * Checks the keys against one another.
   *
   * @throws IllegalKeyException for the first that does not go with the others
   */
  void check();
}
