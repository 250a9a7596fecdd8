package dev.nightwarden.poll;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebException;
import dev.nightwarden.plugin.Quoting;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** JSON as services answer with it and as it is landed. */
final class JsonRecords {
  private static final int LONGEST_WORDS = 300;

  /** Where services say in words what went wrong. */
  private static final List<String> WORDS =
      List.of("error_description", "message", "error", "errorSummary", "detail", "title");

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNestingDepth(500)
                          .build())
                  // Names come from whoever answers: sharing them would keep them all.
                  .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonRecords() {}

  /**
   * The JSON of an answer.
   *
   * @param subject how an error begins: who asked whom
   * @throws WebException if it is none
   */
  static JsonNode of(String subject, WebAnswer answer) throws WebException {
    String text = answer.text();
    String start = text.stripLeading();
    if (start.isEmpty()) {
      throw new WebException(
          "%s answers with an empty body where JSON was expected".formatted(subject));
    }
    if (start.startsWith("<")) {
      throw new WebException(
          "%s answers with a page of HTML or XML instead of JSON: a login page, or a proxy on the way? It begins %s"
              .formatted(subject, Quoting.quoted(start)));
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new WebException(
          "%s answers with broken JSON (%s at line %d, column %d)"
              .formatted(
                  subject,
                  Printable.printable(broken.getOriginalMessage(), 100),
                  broken.getLocation() == null ? 0 : broken.getLocation().getLineNr(),
                  broken.getLocation() == null ? 0 : broken.getLocation().getColumnNr()));
    }
  }

  /** The JSON object of an answer of whatever status; empty where it is none. */
  static ObjectNode objectOrEmpty(WebAnswer answer) {
    try {
      if (MAPPER.readTree(answer.text()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException none) {
      return MAPPER.createObjectNode();
    }
    return MAPPER.createObjectNode();
  }

  /** What a service says of its refusal, in its own words, bounded; empty where it says nothing. */
  static String words(WebAnswer answer) {
    List<String> words = new ArrayList<>();
    answer
        .header("WWW-Authenticate")
        .filter(challenge -> challenge.toLowerCase(Locale.ROOT).contains("error"))
        .ifPresent(words::add);
    addWords(objectOrEmpty(answer), words);
    return words.isEmpty()
        ? ""
        : "; it says: " + Printable.printable(String.join(", ", words), LONGEST_WORDS);
  }

  private static void addWords(JsonNode object, List<String> words) {
    for (String key : WORDS) {
      JsonNode value = object.path(key);
      if (value.isTextual() && !words.contains(value.textValue())) {
        words.add(value.textValue());
      } else if (value.isObject()) {
        addWords(value, words);
      }
    }
  }
}
