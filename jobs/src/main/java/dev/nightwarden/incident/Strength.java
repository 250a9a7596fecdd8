package dev.nightwarden.incident;

import java.util.Locale;

/** How loud an incident is. What that means, each kind says. */
public enum Strength {
  LOUD,
  PLAIN,
  STEALTHY;

  /** The one of three that belongs to this strength. */
  <T> T of(T loud, T plain, T stealthy) {
    return switch (this) {
      case LOUD -> loud;
      case PLAIN -> plain;
      case STEALTHY -> stealthy;
    };
  }

  /** As it is written in labels. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
