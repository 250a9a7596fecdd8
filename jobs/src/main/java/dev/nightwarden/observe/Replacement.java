package dev.nightwarden.observe;

import dev.nightwarden.value.Search.Places;

/** What a found place is replaced by, as {@link java.util.regex.Matcher} reads it. */
final class Replacement {
  private Replacement() {}

  /** Appends a replacement, in which {@code $1} and <code>${name}</code> are groups. */
  static void append(StringBuilder to, String by, Places found) {
    int i = 0;
    while (i < by.length()) {
      char c = by.charAt(i++);
      if (c != '\\' && c != '$') {
        to.append(c);
      } else if (i == by.length()) {
        throw new IllegalArgumentException("the replacement ends with a single " + c);
      } else if (c == '\\') {
        to.append(by.charAt(i++));
      } else if (by.charAt(i) == '{') {
        int end = by.indexOf('}', i);
        if (end < 0) {
          throw new IllegalArgumentException("the replacement has a ${ without }");
        }
        add(to, found.group(by.substring(i + 1, end)));
        i = end + 1;
      } else {
        i = addNumbered(to, by, i, found);
      }
    }
  }

  /** Appends the group whose number starts at a place; returns where the number ends. */
  private static int addNumbered(StringBuilder to, String by, int start, Places found) {
    int at = start;
    int group = digit(by, at++);
    if (group < 0 || group > found.groups()) {
      throw new IllegalArgumentException("the replacement names a group that is not there");
    }
    for (int next = digit(by, at);
        next >= 0 && group * 10 + next <= found.groups();
        next = digit(by, at)) {
      group = group * 10 + next;
      at++;
    }
    add(to, found.group(group));
    return at;
  }

  private static int digit(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : ' ';
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }

  private static void add(StringBuilder to, String held) {
    if (held != null) {
      to.append(held);
    }
  }
}
