package dev.nightwarden.geo;

/**
 * Which of several addresses counts, such as those of {@code X-Forwarded-For}. Addresses without a
 * place on the public internet are passed over where there is another.
 */
public enum Take {
  /** The first: who the client says it is. Anybody can write one there. */
  FIRST,
  /** The last: whom the nearest proxy saw itself. */
  LAST
}
