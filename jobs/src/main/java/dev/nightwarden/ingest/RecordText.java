package dev.nightwarden.ingest;

import java.io.IOException;
import java.util.Locale;

/** Text from logs, made fit to be shown: bounded, and without control characters. */
final class RecordText {
  /** Characters of a record that a reject keeps. */
  static final int RAW = 2_000;

  /** Stands for a value that is not to be shown. */
  static final String LEFT_OUT = "\"...\"";

  private static final int VALUE = 80;

  private RecordText() {}

  /** A record's text: control characters but tab and newline as \\u escapes, then cut. */
  static String raw(String text) {
    return bounded(text, RAW);
  }

  /** A value in quotes, for a reason. */
  static String value(String text) {
    return '"' + bounded(text.replace("\n", "\\n"), VALUE) + '"';
  }

  /** A reason without what it quotes, wherever that ends. */
  static String withoutQuoted(String reason) {
    return reason.replaceAll("(?s)\".*\"", LEFT_OUT);
  }

  /** Why something cannot be read, in quotes. */
  static String trouble(IOException trouble) {
    return value(isDenied(trouble) ? "permission denied" : String.valueOf(trouble.getMessage()));
  }

  static boolean isDenied(IOException trouble) {
    return String.valueOf(trouble.getMessage()).contains("Permission denied");
  }

  private static String bounded(String text, int max) {
    StringBuilder shown = new StringBuilder();
    int at = 0;
    while (at < text.length() && at < max) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        shown.append('\ufffd');
      } else if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        shown.append(String.format(Locale.ROOT, "\\u%04x", c));
      } else {
        shown.appendCodePoint(c);
      }
    }
    return shown.append(at < text.length() ? "..." : "").toString();
  }
}
