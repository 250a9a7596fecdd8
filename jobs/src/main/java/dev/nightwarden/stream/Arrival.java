package dev.nightwarden.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A record as it came in, and as it is landed: a line of JSON.
 *
 * @param id which arrival it is: unlike any other's
 * @param at when it came
 * @param from the sender's address
 * @param text what was sent, as text
 * @param refused why it cannot be a record; null where it may be one
 */
record Arrival(String id, Instant at, String from, String text, String refused) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A line with its end, in UTF-8. */
  byte[] line() {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("id", id).put("at", at.toString()).put("from", from).put("text", text);
    if (refused != null) {
      line.put("refused", refused);
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a line.
   *
   * @throws UnreadableRecordException if it was not written by {@link #line}
   */
  static Arrival of(String line) throws UnreadableRecordException {
    try {
      JsonNode read = MAPPER.readTree(line);
      if (read.hasNonNull("id") && read.hasNonNull("at") && read.hasNonNull("text")) {
        return new Arrival(
            read.get("id").asText(),
            Instant.parse(read.get("at").asText()),
            read.path("from").asText(""),
            read.get("text").asText(),
            read.hasNonNull("refused") ? read.get("refused").asText() : null);
      }
    } catch (JsonProcessingException | DateTimeException e) {
      // Told below.
    }
    throw new UnreadableRecordException("not a line that a receiver has landed");
  }
}
