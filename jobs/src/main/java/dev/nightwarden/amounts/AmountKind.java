package dev.nightwarden.amounts;

/** What is measured of an actor's date. */
public enum AmountKind {
  /** How many messages there are. */
  COUNT,
  /** How many different values there are at a path. */
  DISTINCT,
  /** The sum of the numbers at a path. */
  SUM,
  /** The greatest number at a path. */
  MAX,
  /** For how many days there was no message. */
  SILENCE;

  /** Whether it looks at a path. */
  boolean isOfValues() {
    return this == DISTINCT || this == SUM || this == MAX;
  }

  /** Whether it is a number of things, which come one by one. */
  boolean isCount() {
    return this == COUNT || this == DISTINCT;
  }
}
