package dev.nightwarden.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values that must not be shown: those of secret keys, and whatever came from the environment.
 * Safe for use by many threads.
 */
public final class Secrets {
  /** Shorter values are not looked for: they would be found everywhere. */
  private static final int MIN_LENGTH = 4;

  static final String MASK = "***";

  private final Set<String> values =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));
  private volatile Pattern pattern;

  /** The text with each secret of at least 4 characters replaced by {@code ***}; null for null. */
  public String mask(String text) {
    Pattern known = pattern;
    return known == null || text == null
        ? text
        : known.matcher(text).replaceAll(Matcher.quoteReplacement(MASK));
  }

  /** From now on this value is masked, also as it would stand in a URL. */
  synchronized void add(String value) {
    if (value.length() < MIN_LENGTH) {
      return;
    }
    boolean isNew = values.add(value);
    values.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    if (isNew) {
      pattern =
          Pattern.compile(values.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }
  }

  /** Tells nothing. */
  @Override
  public String toString() {
    return "Secrets[" + values.size() + "]";
  }
}
