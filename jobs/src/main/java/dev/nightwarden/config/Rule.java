package dev.nightwarden.config;

/**
 * What a component says of the values inside it.
 *
 * @param secret whether they must not be shown
 * @param defaultType the type where a mapping names none; empty where it must
 */
record Rule(boolean secret, String defaultType) {
  static final Rule NONE = new Rule(false, "");

  /** The same for keys further inside, where a type must be named again. */
  Rule inside() {
    return new Rule(secret, "");
  }
}
