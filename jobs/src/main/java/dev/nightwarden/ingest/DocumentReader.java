package dev.nightwarden.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.Row;

/**
 * JSON documents that may span lines, one after the other in a file. Each is a record; or each of
 * its elements, where it is an array; or, with a path to an array inside, each element of that.
 *
 * <p>Read token by token, so that memory is bounded by one record.
 */
final class DocumentReader extends RawReader {
  /** Stands for a byte that is not UTF-8: half a character, which no well-formed text holds. */
  private static final char MALFORMED = '\udc80';

  /**
   * What a document may hold before the rest of its file is given up: far more than a record may,
   * so that one that is out of bounds is refused alone.
   */
  private static final int LONGEST_TEXT = 64 << 20;

  private static final int DEEPEST = 100_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_TEXT)
                  .maxNameLength(LONGEST_TEXT)
                  .maxNumberLength(LONGEST_TEXT)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .build();

  /** What is open, from the file inwards. */
  private sealed interface Open {}

  /** An object on the way to the records; the rest of the path lies below it. */
  private record OnTheWay(String rest) implements Open {}

  private enum Elements implements Open {
    DOCUMENTS,
    RECORDS
  }

  private final SourceFile file;
  private final String records;
  private final int maxBytes;
  private final Head text;
  private final JsonParser parser;
  private final Deque<Open> open = new ArrayDeque<>();
  private final StringBuilder copy = new StringBuilder();
  private boolean found;
  private boolean malformed;

  /**
   * Opens a file.
   *
   * @param records the path of the array; null: none
   */
  DocumentReader(SourceFile file, InputStream in, String records, int maxBytes) throws IOException {
    this.file = file;
    this.records = records;
    this.maxBytes = maxBytes;
    this.text =
        new Head(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith(String.valueOf(MALFORMED))));
    this.parser = FACTORY.createParser(text);
  }

  @Override
  Row read() throws IOException {
    try {
      while (true) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return null;
        }
        Row row = step(token);
        if (row != null) {
          return row;
        }
      }
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      throw new BrokenFileException(
          "broken JSON in line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()), broken);
    }
  }

  /** Reads a token, with all of its value where that is a record or is skipped. */
  private Row step(JsonToken token) throws IOException {
    Open innermost = open.peek();
    if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
      open.pop();
      boolean endsDocument =
          token == JsonToken.END_OBJECT && (open.isEmpty() || open.peek() == Elements.DOCUMENTS);
      return endsDocument && !found
          ? refused("no array at path " + RecordText.value(records))
          : null;
    }
    if (innermost instanceof OnTheWay object) {
      return field(object.rest);
    }
    if (innermost == Elements.RECORDS || (records == null && token != JsonToken.START_ARRAY)) {
      return record();
    }
    if (token == JsonToken.START_ARRAY && innermost == null) {
      open.push(records == null ? Elements.RECORDS : Elements.DOCUMENTS);
      return null;
    }
    if (token == JsonToken.START_OBJECT) {
      found = false;
      open.push(new OnTheWay(records));
      return null;
    }
    return record();
  }

  private Row field(String rest) throws IOException {
    String name = parser.currentName();
    JsonToken value = parser.nextToken();
    if (name.equals(rest)) {
      found = true;
      if (value == JsonToken.START_ARRAY) {
        open.push(Elements.RECORDS);
        return null;
      }
      parser.skipChildren();
      return refused("no array at path " + RecordText.value(records));
    }
    if (value == JsonToken.START_OBJECT && rest.startsWith(name + ".")) {
      open.push(new OnTheWay(rest.substring(name.length() + 1)));
      return null;
    }
    parser.skipChildren();
    return null;
  }

  private Row refused(String reason) {
    return RawRecords.refused(file, text.head(), reason);
  }

  /** Copies the value that the parser stands at, without the space between its tokens. */
  private Row record() throws IOException {
    copy.setLength(0);
    malformed = false;
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (copy.length() <= maxBytes) {
        append(token);
      }
      if (depth == 0) {
        break;
      }
      parser.nextToken();
    }
    String record = copy.toString();
    copy.setLength(0);
    if (isTooLong(record)) {
      return RawRecords.refused(file, record, "longer than max_bytes");
    }
    return malformed
        ? RawRecords.refused(file, record, Gathered.NOT_TEXT)
        : RawRecords.record(file, record, null);
  }

  private void append(JsonToken token) throws IOException {
    char last = copy.isEmpty() ? '[' : copy.charAt(copy.length() - 1);
    if (!token.isStructEnd() && last != '{' && last != '[' && last != ':') {
      copy.append(',');
    }
    switch (token) {
      case FIELD_NAME -> {
        quote(parser.currentName());
        copy.append(':');
      }
      case VALUE_STRING -> quote(parser.getText());
      default -> copy.append(parser.getText());
    }
  }

  private void quote(String text) {
    malformed |= isMalformed(text);
    copy.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, copy);
    copy.append('"');
  }

  private static boolean isMalformed(String text) {
    for (int i = text.indexOf(MALFORMED); i >= 0; i = text.indexOf(MALFORMED, i + 1)) {
      if (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooLong(String record) {
    return record.length() > maxBytes
        || (record.length() > maxBytes / 3
            && record.getBytes(StandardCharsets.UTF_8).length > maxBytes);
  }

  @Override
  Row broken(BrokenFileException broken) {
    return RawRecords.refused(
        file,
        copy.isEmpty() ? text.head() : copy.toString(),
        RawRecords.BREAKS_OFF + broken.getMessage());
  }

  @Override
  public void close() throws IOException {
    parser.close();
    text.close();
  }

  /** Remembers how a text starts, and drops a byte order mark there. */
  private static final class Head extends FilterReader {
    private final StringBuilder head = new StringBuilder();
    private boolean started;

    Head(Reader in) {
      super(in);
    }

    String head() {
      return head.toString();
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
      int read = super.read(chars, offset, length);
      if (!started && read > 0) {
        started = true;
        if (chars[offset] == '\ufeff') {
          chars[offset] = ' ';
        }
      }
      if (read > 0 && head.length() < RecordText.RAW) {
        head.append(chars, offset, Math.min(read, RecordText.RAW - head.length()));
      }
      return read;
    }
  }
}
