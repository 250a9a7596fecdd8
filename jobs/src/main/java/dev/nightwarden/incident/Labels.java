package dev.nightwarden.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.incident.Incident.Place;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.value.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of labels: which incidents a log has, a JSON object a line.
 *
 * <pre>
 * {"incident": "i1", "kind": "swap", "strength": "plain", "actors": ["amelia.hart"],
 *  "from": "2025-03-02T09:12:00Z", "to": "2025-03-02T09:31:00Z", "techniques": ["T1078"],
 *  "messages": [{"transport": "logins", "id": "f00d", "date": "2025-03-02"}], "note": "..."}
 * </pre>
 *
 * <p>{@code incident}, {@code kind}, {@code actors}, {@code from} and {@code to} must be there. The
 * kind may be a word of one's own.
 */
public final class Labels {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> KEYS =
      Set.of(
          "incident", "kind", "strength", "actors", "from", "to", "techniques", "messages", "note");

  private Labels() {}

  /** Writes a file of labels, in the order of the list. */
  static void write(Path file, List<Incident> incidents) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Incident incident : incidents) {
      ObjectNode line =
          JSON.createObjectNode()
              .put("incident", incident.id())
              .put("kind", incident.kind())
              .put("strength", incident.strength());
      incident.actors().forEach(line.putArray("actors")::add);
      line.put("from", incident.from().toString()).put("to", incident.to().toString());
      incident.techniques().forEach(line.putArray("techniques")::add);
      ArrayNode messages = line.putArray("messages");
      for (Place place : incident.messages()) {
        messages
            .addObject()
            .put("transport", place.transport())
            .put("id", place.messageId())
            .put("date", place.date().toString());
      }
      line.put("note", incident.note());
      lines.add(line.toString());
    }
    Files.write(file, lines, UTF_8);
  }

  /**
   * Reads a file of labels.
   *
   * @return at least one incident
   * @throws IllegalArgumentException for what is wrong with it, with the line
   */
  public static List<Incident> read(Path file) {
    List<Incident> incidents = new ArrayList<>();
    Map<String, Integer> ids = new HashMap<>();
    Map<Place, String> messages = new HashMap<>();
    int number = 0;
    for (String text : lines(file)) {
      number++;
      if (text.isBlank()) {
        continue;
      }
      String where = "%s:%d".formatted(file, number);
      Incident incident = incident(where, text);
      Integer before = ids.put(incident.id(), number);
      if (before != null) {
        throw new IllegalArgumentException(
            "%s: incident %s is on line %d too; give each a name of its own"
                .formatted(where, incident.id(), before));
      }
      for (Place place : incident.messages()) {
        String other = messages.put(place, incident.id());
        if (other != null) {
          throw new IllegalArgumentException(
              "%s: message %s is of incident %s too; make them one, or take it out of one of them"
                  .formatted(where, place.messageId(), other));
        }
      }
      checkApart(where, incident, incidents);
      incidents.add(incident);
    }
    if (incidents.isEmpty()) {
      throw new IllegalArgumentException("%s has no labels".formatted(file));
    }
    return incidents;
  }

  /** Two that name no messages must not share an actor's time. */
  private static void checkApart(String where, Incident incident, List<Incident> before) {
    for (Incident other : before) {
      Set<String> shared = new HashSet<>(incident.actors());
      shared.retainAll(other.actors());
      boolean isUnclear = incident.messages().isEmpty() || other.messages().isEmpty();
      boolean overlaps =
          !incident.from().isAfter(other.to()) && !other.from().isAfter(incident.to());
      if (isUnclear && overlaps && !shared.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: %s overlaps %s, both of %s; list their messages, so that each has its own"
                .formatted(where, incident.id(), other.id(), shared.iterator().next()));
      }
    }
  }

  private static Incident incident(String where, String text) {
    JsonNode line;
    try {
      line = JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(where + ": is no JSON object", broken);
    }
    if (line == null || !line.isObject()) {
      throw new IllegalArgumentException(where + ": is no JSON object");
    }
    for (Iterator<String> keys = line.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "%s: %s is not a key%s"
                .formatted(where, key, Nearest.hint(key, KEYS.stream().sorted().toList(), "keys")));
      }
    }
    List<Place> messages = new ArrayList<>();
    for (JsonNode place : line.path("messages")) {
      messages.add(
          new Place(
              required(where, place, "transport"),
              required(where, place, "id"),
              date(where, required(where, place, "date"))));
    }
    Instant from = moment(where, line, "from");
    Instant to = moment(where, line, "to");
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("%s: to is before from".formatted(where));
    }
    List<String> actors = texts(where, line, "actors");
    if (actors.isEmpty()) {
      throw new IllegalArgumentException("%s: actors is missing or empty".formatted(where));
    }
    return new Incident(
        required(where, line, "incident"),
        required(where, line, "kind"),
        line.path("strength").asText(null),
        actors,
        from,
        to,
        texts(where, line, "techniques"),
        messages,
        line.path("note").asText(""));
  }

  private static List<String> texts(String where, JsonNode line, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : line.path(key)) {
      if (!each.isTextual()) {
        throw new IllegalArgumentException("%s: %s has what is no text".formatted(where, key));
      }
      texts.add(each.asText());
    }
    return texts;
  }

  private static String required(String where, JsonNode object, String key) {
    JsonNode value = object.path(key);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new IllegalArgumentException("%s: %s is missing, or no text".formatted(where, key));
    }
    return value.asText();
  }

  private static LocalDate date(String where, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(
          "%s: %s is no date; write 2025-03-14".formatted(where, text), wrong);
    }
  }

  private static Instant moment(String where, JsonNode line, String key) {
    String text = required(where, line, key);
    try {
      return Instant.parse(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(
          "%s: %s is %s; write 2025-03-14T09:30:00Z".formatted(where, key, text), wrong);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return TextFile.read(file).lines().toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--labels %s: %s".formatted(file, e.getMessage()));
    }
  }
}
