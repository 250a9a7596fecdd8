package dev.nightwarden.train;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Texts of rows as strings, equal ones as one: actors repeat themselves, and finding a string is
 * quicker than making it. Not for use by several threads.
 */
final class Texts {
  private static final int REMEMBERED = 1 << 12;

  private final Map<UTF8String, String> known = new HashMap<>();

  /** The text; null for null. */
  String of(UTF8String text) {
    if (text == null) {
      return null;
    }
    String same = known.get(text);
    if (same == null) {
      if (known.size() == REMEMBERED) {
        known.clear();
      }
      same = text.toString();
      known.put(text.copy(), same);
    }
    return same;
  }
}
