package dev.nightwarden.guided;

import java.util.regex.Pattern;

/** Paths of fields in SQL. */
final class SqlPath {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");

  private SqlPath() {}

  /** A path as SQL has it: in backticks where it holds more than letters, digits and dots. */
  static String of(String path) {
    return PLAIN.matcher(path).matches() ? path : "`" + path.replace("`", "``") + "`";
  }
}
