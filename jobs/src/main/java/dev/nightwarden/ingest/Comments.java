package dev.nightwarden.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The comment lines between the records of delimited text: those that begin with a mark. One of
 * them may name the columns of the records after it, as Zeek's {@code #fields} does.
 */
final class Comments {
  static final Comments NONE = new Comments(null, null);

  private static final int NO_MARK = -2;

  private final int mark;
  private final String header;

  /**
   * @param mark the character that they begin with; null: there are none
   * @param header how the one begins that names the columns; null: none does
   */
  Comments(String mark, String header) {
    this.mark = mark == null ? NO_MARK : mark.charAt(0);
    this.header = header;
  }

  /** Whether a line that begins with this byte is one. */
  boolean beginWith(int first) {
    return first == mark;
  }

  /** How the one begins that names the columns. */
  String header() {
    return header;
  }

  /** Whether a comment names the columns. */
  boolean nameColumns(Gathered comment, char delimiter) {
    if (header == null) {
      return false;
    }
    byte[] wanted = (header + delimiter).getBytes(StandardCharsets.UTF_8);
    return comment.keptLength() >= wanted.length
        && Arrays.equals(comment.kept(), 0, wanted.length, wanted, 0, wanted.length);
  }

  /**
   * The columns that such a comment names.
   *
   * @throws Refusal if it cannot be read
   */
  List<String> columns(Gathered comment, char delimiter) throws Refusal {
    if (comment.isTooLong()) {
      throw new Refusal(LineReader.tooLong(comment));
    }
    String names = comment.text().substring(header.length() + 1);
    return List.of(names.split(Pattern.quote(String.valueOf(delimiter)), -1));
  }
}
