package dev.nightwarden.config;

/**
 * One error.
 *
 * @param text without the place; starts with the key path where there is one
 */
record Problem(Position place, String text) {
  @Override
  public String toString() {
    return place + ": " + text;
  }
}
