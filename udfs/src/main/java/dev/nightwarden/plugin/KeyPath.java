package dev.nightwarden.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The keys that lead to a value: {@code profiles.logins.fields."geo.city"}. A part with dots or
 * other signs stands in double quotes; the place in a list is {@code [0]} and up.
 */
public record KeyPath(List<String> parts) {
  private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}_-]+|\\[\\d+]");

  /** The path of the whole config, or of the settings at hand. */
  public static final KeyPath TOP = new KeyPath(List.of());

  /** The path of a key, or an entry, inside. */
  public KeyPath then(String part) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(part);
    return new KeyPath(List.copyOf(longer));
  }

  /** The path of an element of this list, from 0. */
  public KeyPath then(int index) {
    return then("[" + index + "]");
  }

  /** The path further inside. */
  public KeyPath then(KeyPath rest) {
    List<String> longer = new ArrayList<>(parts);
    longer.addAll(rest.parts);
    return new KeyPath(List.copyOf(longer));
  }

  /**
   * Reads a path as a person writes it.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static KeyPath parse(String text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder part = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at = quotedPart(text, at + 1, part);
        if (at < text.length() && text.charAt(at) != '.') {
          throw new IllegalArgumentException("expected a dot after a quoted part");
        }
      } else {
        while (at < text.length() && text.charAt(at) != '.') {
          part.append(text.charAt(at++));
        }
        if (part.isEmpty()) {
          throw new IllegalArgumentException("a part of the key path is empty");
        }
      }
      parts.add(part.toString());
      if (at >= text.length()) {
        return new KeyPath(List.copyOf(parts));
      }
      at++;
    }
  }

  /** The path that an {@link IllegalKeyException} names; a name that is no path is one part. */
  public static KeyPath of(IllegalKeyException refused) {
    try {
      return parse(refused.key());
    } catch (IllegalArgumentException e) {
      return TOP.then(refused.key());
    }
  }

  /** The place after the closing quote. */
  private static int quotedPart(String text, int start, StringBuilder part) {
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        return at + 1;
      }
      if (c == '\\' && at + 1 < text.length()) {
        c = text.charAt(++at);
      }
      part.append(c);
    }
    throw new IllegalArgumentException("a quote in the key path is not closed");
  }

  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder();
    for (String part : parts) {
      boolean bare = BARE.matcher(part).matches();
      if (!shown.isEmpty() && !(bare && part.startsWith("["))) {
        shown.append('.');
      }
      shown.append(bare ? Quoting.printable(part) : Quoting.quoted(part));
    }
    return shown.toString();
  }
}
