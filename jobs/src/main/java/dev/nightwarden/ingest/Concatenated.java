package dev.nightwarden.ingest;

import java.util.ArrayList;
import java.util.List;

/** JSON objects that stand one after the other in a line. */
final class Concatenated {
  /** What RFC 7464 puts before each record. */
  private static final char RECORD_SEPARATOR = '\u001e';

  private Concatenated() {}

  /** The objects of a line; the line itself where they cannot be told from each other. */
  static List<String> values(String line) {
    String text = line.charAt(0) == RECORD_SEPARATOR ? line.substring(1) : line;
    int next = nextObject(text, 0);
    if (next < 0) {
      return List.of(text);
    }
    List<String> values = new ArrayList<>();
    int start = 0;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfText(text, i);
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        int following = depth == 0 && c == '}' ? following(text, i + 1) : -1;
        if (following >= 0) {
          values.add(text.substring(start, i + 1));
          start = following;
        }
      }
    }
    values.add(text.substring(start));
    return values;
  }

  /** Where an object starts right after another has ended, perhaps inside a text; or -1. */
  private static int nextObject(String text, int from) {
    for (int i = text.indexOf('}', from); i >= 0; i = text.indexOf('}', i + 1)) {
      int following = following(text, i + 1);
      if (following >= 0) {
        return following;
      }
    }
    return -1;
  }

  /** Where the object starts that is next but for spaces; or -1. */
  private static int following(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\r\u001e".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() && text.charAt(at) == '{' ? at : -1;
  }

  private static int endOfText(String text, int quote) {
    int at = quote + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }
}
