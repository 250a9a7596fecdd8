package dev.nightwarden.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Tells, by how a file starts, whether it holds JSON documents rather than one object a line: a
 * value that spans lines, an array of objects, or one object after the other without line feeds.
 *
 * <p>In doubt it is lines, of which a broken one hides no other: so a first line that was cut off
 * does not pass for the start of a document.
 */
final class JsonShape {
  /** As many first bytes as are looked at. */
  static final int LENGTH = 64 << 10;

  /** So near to the end an error may only say that a word such as false was cut off. */
  private static final int LONGEST_LITERAL = 5;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .build();

  private final JsonParser parser;
  private int depth;
  private boolean isArray;
  private int startLine;
  private int endLine;
  private boolean spansLines;
  private int values;
  private int elements;

  private JsonShape(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Whether the file is to be read as documents.
   *
   * @param head its first bytes, all of them or {@link #LENGTH}
   */
  static boolean isDocuments(byte[] head) {
    // The structure of JSON is ASCII in UTF-8, whatever its texts hold.
    String text = new String(head, StandardCharsets.ISO_8859_1);
    text = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    String start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return false;
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonShape(parser).look(text.length());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private boolean look(int length) throws IOException {
    try {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        Boolean told = step(token);
        if (told != null) {
          return told;
        }
      }
    } catch (JsonEOFException cut) {
      return atEnd();
    } catch (JsonProcessingException broken) {
      boolean isCut = broken.getLocation().getCharOffset() >= length - LONGEST_LITERAL;
      return isCut ? atEnd() : spansLines && (isArray ? elements > 1 : values > 0);
    }
    return atEnd();
  }

  /** Reads a token; the kind of the file where that decides it, else null. */
  private Boolean step(JsonToken token) {
    int line = parser.currentTokenLocation().getLineNr();
    if (depth == 0) {
      if (values > 0 && line > endLine && !spansLines && !isArray) {
        return false;
      }
      isArray = token == JsonToken.START_ARRAY;
      startLine = line;
    } else if (isArray && depth == 1 && token != JsonToken.END_ARRAY) {
      if (token != JsonToken.START_OBJECT) {
        return false;
      }
      elements++;
    } else if (!isArray
        && token == JsonToken.START_OBJECT
        && line > startLine
        && !spansLines
        && parser.currentTokenLocation().getColumnNr() == 1) {
      // Rather the line after one that was cut off.
      return false;
    }
    spansLines |= line > startLine;
    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    if (depth == 0) {
      values++;
      endLine = line;
    }
    return null;
  }

  /** What the file is, if all that is known of it is JSON. */
  private boolean atEnd() {
    return isArray || spansLines || values > 1 || (values == 1 && depth > 0);
  }
}
