package dev.nightwarden.geo;

/**
 * Whose network an address is in. All but the status may be null, and all are unless it is FOUND.
 *
 * @param status what became of the look-up; never null
 * @param number the autonomous system's number
 * @param owner the organization that runs it
 */
public record Network(Status status, Long number, String owner) {
  /** A network of which only the status is known. */
  static Network not(Status status) {
    return new Network(status, null, null);
  }
}
