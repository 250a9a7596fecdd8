package dev.nightwarden.guided;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.nightwarden.ingest.FileHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guesses from how a file starts how it is taken apart. */
final class FormatGuess {
  private static final int MOST_LINES = 400;

  private static final Pattern ZEEK_DELIMITER = Pattern.compile("^#separator\\s+(\\S+)");
  private static final Pattern ZEEK_FIELDS = Pattern.compile("(?m)^#fields(?=\\s)");

  /** What an array of records is usually called. */
  private static final Set<String> USUAL =
      Set.of("records", "events", "items", "value", "data", "logs", "hits", "entries", "results");

  /** An array of such a name is one of records if it is so much of the text, */
  private static final double MUCH_OF_IT = 0.4;

  /** and of any other name. */
  private static final double MOST_OF_IT = 0.6;

  private FormatGuess() {}

  /** How the file is read; empty where it is no log that could be. */
  static Optional<LogFormat> of(FileHead head) {
    if (head.unfit() != null) {
      return Optional.empty();
    }
    return switch (head.holds()) {
      case NOTHING -> Optional.empty();
      case PARQUET -> Optional.of(LogFormat.of("Parquet", Map.of("format", "parquet")));
      case JSON_DOCUMENTS -> Optional.of(documents(head.text()));
      case LINES -> ofLines(head.text(), head.isWhole());
    };
  }

  private static Optional<LogFormat> ofLines(String text, boolean isWhole) {
    List<String> lines = lines(text, isWhole);
    if (lines.isEmpty()) {
      // A long document may stand on one line, of which this is the start.
      return records(text).map(path -> documents(text));
    }
    long objects = lines.stream().filter(line -> SampledRecords.tree(line) != null).count();
    if (lines.size() == 1 && objects == 1 && records(text).isPresent()) {
      return Optional.of(documents(text));
    }
    if (2 * objects > lines.size()) {
      return Optional.of(LogFormat.of("JSON, one object a line", Map.of("format", "json")));
    }
    return zeek(text).or(() -> LineShape.of(lines)).or(() -> DelimitedText.guess(text, isWhole));
  }

  /** The first lines that are whole and not blank. */
  private static List<String> lines(String text, boolean isWhole) {
    int end = isWhole ? text.length() : text.lastIndexOf('\n') + 1;
    return text.substring(0, end)
        .lines()
        .filter(line -> !line.isBlank())
        .limit(MOST_LINES)
        .toList();
  }

  private static Optional<LogFormat> zeek(String text) {
    Matcher delimiter = ZEEK_DELIMITER.matcher(text);
    if (!ZEEK_FIELDS.matcher(text).find() || !delimiter.find()) {
      return Optional.empty();
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("format", "csv");
    keys.put("delimiter", unescaped(delimiter.group(1)));
    // Zeek puts nothing in quotes.
    keys.put("quote", "");
    keys.put("comment", "#");
    keys.put("header_comment", "#fields");
    return Optional.of(LogFormat.of("Zeek's columns, named by its own comments", keys));
  }

  private static String unescaped(String separator) {
    return separator.matches("\\\\x[0-9a-fA-F]{2}")
        ? String.valueOf((char) Integer.parseInt(separator.substring(2), 16))
        : separator.substring(0, 1);
  }

  private static LogFormat documents(String text) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("format", "json");
    Optional<String> records = records(text);
    records.ifPresent(path -> keys.put("records", path));
    if (records.isEmpty()) {
      keys.put("document", true);
    }
    return LogFormat.of(
        records
            .map("JSON documents, their records in the array %s"::formatted)
            .orElse("JSON documents, each a record or an array of records"),
        keys);
  }

  /** The path of the array of objects that a document is for; empty where it is a record itself. */
  static Optional<String> records(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      try {
        return records(parser, path, text.length());
      } catch (JsonProcessingException cut) {
        return Optional.empty();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Optional<String> records(JsonParser parser, Deque<String> path, int length)
      throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> path.addLast(parser.currentName() == null ? "" : parser.currentName());
        case END_OBJECT -> path.removeLast();
        case START_ARRAY -> {
          String name = parser.currentName();
          long start = parser.currentTokenLocation().getCharOffset();
          boolean isNamed = name != null && parser.nextToken() == JsonToken.START_OBJECT;
          boolean isUsual = isNamed && USUAL.contains(SampledField.plainName(name));
          long end = endOfArray(parser, length);
          if (isNamed && end - start >= (isUsual ? MUCH_OF_IT : MOST_OF_IT) * length) {
            path.addLast(name);
            return Optional.of(String.join(".", path.stream().filter(n -> !n.isEmpty()).toList()));
          }
        }
        default -> {}
      }
      if (path.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Passes over the rest of an array; gives where it ends, the end of the text if it is cut. */
  private static long endOfArray(JsonParser parser, int length) throws IOException {
    try {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        parser.skipChildren();
        return parser.currentLocation().getCharOffset();
      }
      while (parser.currentToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
        parser.nextToken();
      }
      return parser.currentLocation().getCharOffset();
    } catch (JsonProcessingException cut) {
      return length;
    }
  }
}
