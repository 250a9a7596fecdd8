package dev.nightwarden.value;

import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * Text out of logs, made fit for a line that a person reads: what would break the line, hide in it
 * or turn its direction is shown as U+FFFD, and what is too long is cut with an ellipsis.
 */
public final class Printable {
  /** Controls, format characters (bidirectional marks among them), line separators, surrogates. */
  private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

  private static final Pattern PATTERN = Pattern.compile(UNPRINTABLE);

  private Printable() {}

  /**
   * At most {@code length} characters of a text, and an ellipsis if there were more; null stays.
   */
  public static Column printable(Column text, int length) {
    Column cut =
        when(char_length(text).gt(length), concat(left(text, lit(length)), lit("…")))
            .otherwise(text);
    return regexp_replace(cut, UNPRINTABLE, "\uFFFD");
  }

  /** The same for one text. */
  public static String printable(String text, int length) {
    if (text == null) {
      return null;
    }
    int end =
        text.codePointCount(0, text.length()) > length ? text.offsetByCodePoints(0, length) : -1;
    String cut = end < 0 ? text : text.substring(0, end) + "…";
    return PATTERN.matcher(cut).replaceAll("\uFFFD");
  }
}
