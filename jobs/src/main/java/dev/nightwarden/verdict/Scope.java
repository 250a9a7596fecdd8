package dev.nightwarden.verdict;

import java.util.Locale;

/** What a verdict covers, of the dates that it holds for. */
public enum Scope {
  /** The events that were judged, and nothing else. */
  EVENT,
  /** Their values, whenever the same actor shows them in the same field again. */
  VALUE,
  /** Their values, whoever of the actor's peers shows them; everybody, where it has none. */
  VALUE_FOR_PEERS,
  /** Whatever the actor does, in all profiles. */
  ACTOR;

  /** The word on the command line and in {@code verdicts}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
