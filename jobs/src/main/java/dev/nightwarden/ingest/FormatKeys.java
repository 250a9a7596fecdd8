package dev.nightwarden.ingest;

import dev.nightwarden.plugin.IllegalKeyException;
import java.util.HashSet;

/** Checks which keys of {@link LogFiles} go with its format, and with one another. */
final class FormatKeys {
  private final LogFiles files;

  private FormatKeys(LogFiles files) {
    this.files = files;
  }

  /**
   * @throws IllegalKeyException for the first that is wrong, or of no use with the others
   */
  static void check(LogFiles files) {
    FormatKeys keys = new FormatKeys(files);
    if (files.path().isBlank()) {
      throw new IllegalKeyException("path", "is empty");
    }
    keys.checkFormat();
    keys.checkColumns();
    keys.checkCharacters();
    keys.checkComments();
    files.linePattern();
    keys.checkContents();
    files.record();
  }

  private void checkFormat() {
    only(LogFiles.JSON, "records", files.records() != null);
    only(LogFiles.JSON, "document", files.document());
    only(LogFiles.CSV, "header", files.header() != null);
    only(LogFiles.CSV, "columns", !files.columns().isEmpty());
    only(LogFiles.CSV, "delimiter", !files.delimiter().equals(","));
    only(LogFiles.CSV, "quote", !files.quote().equals("\""));
    only(LogFiles.CSV, "escape", files.escape() != null);
    if (!is(LogFiles.JSON)) {
      only(LogFiles.CSV, "duplicate_keys", files.duplicateKeys() != null);
    }
    only(LogFiles.REGEX, "pattern", files.pattern() != null);
    only(LogFiles.REGEX, "unmatched", !files.unmatched().equals(LogFiles.REJECT));
    only(LogFiles.CSV, "comment", files.comment() != null);
    only(LogFiles.CSV, "header_comment", files.headerComment() != null);
    if (is(LogFiles.REGEX) && files.pattern() == null) {
      throw new IllegalKeyException("pattern", "is missing; format: regex needs it");
    }
    if (files.records() != null && files.records().isEmpty()) {
      throw new IllegalKeyException("records", "names no path, such as Records");
    }
  }

  private void checkColumns() {
    if (Boolean.FALSE.equals(files.header()) && files.columns().isEmpty()) {
      throw new IllegalKeyException("columns", "are missing; header: false needs them");
    }
    if (new HashSet<>(files.columns()).size() < files.columns().size()
        || files.columns().contains("")) {
      throw new IllegalKeyException("columns", "must be different names");
    }
  }

  private void checkCharacters() {
    String delimiter = files.delimiter();
    String quote = files.quote();
    if (!isAscii(delimiter) || delimiter.length() != 1 || "\r\n\"".contains(delimiter)) {
      throw new IllegalKeyException("delimiter", "must be one ASCII character, such as , or ;");
    }
    if (!isAscii(quote) || quote.length() > 1 || quote.equals(delimiter)) {
      throw new IllegalKeyException("quote", "must be one ASCII character, or empty for none");
    }
    if (files.escape() != null && !isOneOfItsOwn(files.escape())) {
      throw new IllegalKeyException(
          "escape", "must be one ASCII character that is neither delimiter nor quote");
    }
    if (files.comment() != null
        && (" \t\r\n".contains(files.comment()) || !isOneOfItsOwn(files.comment()))) {
      throw new IllegalKeyException(
          "comment", "must be one ASCII character, such as #, and neither delimiter nor quote");
    }
  }

  /** Whether it is one character that stands neither between cells nor around them. */
  private boolean isOneOfItsOwn(String character) {
    return character.length() == 1
        && isAscii(character)
        && !character.equals(files.delimiter())
        && !character.equals(files.quote());
  }

  private void checkComments() {
    String comment = files.comment();
    String headerComment = files.headerComment();
    if (headerComment == null) {
      return;
    }
    if (comment == null || !headerComment.startsWith(comment)) {
      throw new IllegalKeyException(
          "header_comment",
          comment == null
              ? "goes with comment, such as comment: '#'"
              : "does not begin with %s, as comments do".formatted(comment));
    }
    if (headerComment.contains(files.delimiter()) || headerComment.contains("\n")) {
      throw new IllegalKeyException(
          "header_comment", "ends before the first delimiter, such as #fields");
    }
    if (files.header() != null || !files.columns().isEmpty()) {
      throw new IllegalKeyException(
          "header_comment",
          "names the columns, so leave out " + (files.header() != null ? "header" : "columns"));
    }
  }

  private void checkContents() {
    if (files.encoding() != null && (is(LogFiles.PARQUET) || is(LogFiles.DELTA))) {
      throw new IllegalKeyException(
          "encoding", "goes with text, not with format: " + files.format());
    }
    if (files.encoding() != null) {
      Encoding.named(files.encoding());
    }
    if (is(LogFiles.DELTA) && (files.exclude() != null || files.partitionFields() != null)) {
      throw new IllegalKeyException(
          files.exclude() == null ? "partition_fields" : "exclude",
          "goes with files, not with format: delta");
    }
    files.excluded();
  }

  private void only(String format, String key, boolean isSet) {
    if (isSet && !is(format)) {
      throw new IllegalKeyException(
          key, "goes with format: %s, not with %s".formatted(format, files.format()));
    }
  }

  private boolean is(String format) {
    return files.format().equals(format);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
