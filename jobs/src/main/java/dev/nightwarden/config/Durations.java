package dev.nightwarden.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a config writes them: {@code 90d}, {@code 12h}, {@code 15m}, {@code 30s}. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([dhms])");

  private Durations() {}

  /** A duration; empty for what is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "d" -> Duration.ofDays(number);
          case "h" -> Duration.ofHours(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        });
  }

  /** In the largest unit that says it in a whole number. */
  static String format(Duration duration) {
    long seconds = duration.toSeconds();
    if (!duration.equals(Duration.ofSeconds(seconds)) || seconds < 0) {
      return duration.toString();
    }
    if (seconds % 86_400 == 0 && seconds > 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0 && seconds > 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
