package dev.nightwarden.forest;

/**
 * What a forest looks at in an event.
 *
 * @param name as the config calls the field
 * @param kind how it becomes numbers
 */
public record Feature(String name, Kind kind) {
  /** How a value becomes numbers. The names are part of the saved form. */
  public enum Kind {
    /** A number as it is; missing where null. */
    NUMBER,
    /** A text that is one token: one column per value the actor showed. */
    CATEGORY,
    /** A point on the unit sphere, {@code double[] {x, y, z}}; missing where null. */
    PLACE,
    /** A network owner's name; see {@link Tokens#ofOwner}. */
    OWNER,
    /** A user agent; see {@link Tokens#ofUserAgent}. */
    USER_AGENT,
    /**
     * A time in microseconds since 1970; its hour of the day in UTC becomes a point on a circle.
     * The hour as it shows on a clock: a job that starts at nearly the same minute never varies.
     */
    HOUR
  }
}
