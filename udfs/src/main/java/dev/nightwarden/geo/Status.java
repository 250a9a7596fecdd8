package dev.nightwarden.geo;

/** What became of looking up an address. */
public enum Status {
  /** The database knows it. */
  FOUND,
  /** There was no address: null or empty. */
  NONE,
  /**
   * An address that means something on its own network only (private, shared, loopback, link-local)
   * or none at all (multicast, reserved), and that the database does not know.
   */
  PRIVATE,
  /** A public address that the database does not know. */
  UNKNOWN,
  /** A text that is no IP address. */
  MALFORMED
}
