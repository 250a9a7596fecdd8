package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Makes records of the Reports API's activities: one for each entry of {@code events}, with
 *
 * <ul>
 *   <li>{@code id}: application, time and qualifier of the activity, which together are its own id,
 *       and the place of the event in it
 *   <li>{@code time}, {@code application}, {@code customer_id}; {@code actor}, {@code ipAddress},
 *       {@code ownerDomain} and whatever else the activity has, as Google names it
 *   <li>{@code event.type}, {@code event.name}
 *   <li>{@code parameters.NAME} for each parameter: a text, number, boolean or list; nested ones
 *       under {@code parameters.NAME.INNER}
 * </ul>
 */
final class Activities {
  private static final int MOST_NESTED = 20;

  private Activities() {}

  /**
   * Adds the records of an activity.
   *
   * @param excluded names of events that are left out
   */
  static void addEvents(JsonNode activity, List<String> excluded, List<JsonNode> records) {
    int place = 0;
    for (JsonNode event : activity.path("events")) {
      int at = place++;
      if (!excluded.contains(event.path("name").asText())) {
        records.add(record(activity, event, at));
      }
    }
  }

  private static ObjectNode record(JsonNode activity, JsonNode event, int place) {
    ObjectNode record = JsonRecords.MAPPER.createObjectNode();
    JsonNode id = activity.path("id");
    record.put(
        "id",
        "%s/%s/%s/%d"
            .formatted(
                id.path("applicationName").asText(),
                id.path("time").asText(),
                id.path("uniqueQualifier").asText(),
                place));
    copy(id, "time", record, "time");
    copy(id, "applicationName", record, "application");
    copy(id, "customerId", record, "customer_id");
    activity
        .properties()
        .forEach(
            field -> {
              boolean isTaken = List.of("id", "events", "kind", "etag").contains(field.getKey());
              if (!isTaken) {
                record.set(field.getKey(), field.getValue());
              }
            });
    ObjectNode own = record.putObject("event");
    event
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("parameters")) {
                own.set(field.getKey(), field.getValue());
              }
            });
    record.set("parameters", parameters(event.path("parameters"), 0));
    return record;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String newName) {
    if (from.hasNonNull(name)) {
      to.set(newName, from.get(name));
    }
  }

  private static ObjectNode parameters(JsonNode list, int depth) {
    ObjectNode parameters = JsonRecords.MAPPER.createObjectNode();
    for (JsonNode parameter : list) {
      String name = parameter.path("name").asText("");
      JsonNode value = value(parameter, depth);
      if (!name.isEmpty() && value != null) {
        parameters.set(name, value);
      }
    }
    return parameters;
  }

  /** The value of a parameter, whichever of its forms it has; null where it has none. */
  private static JsonNode value(JsonNode parameter, int depth) {
    for (String form : List.of("value", "boolValue", "multiValue", "multiBoolValue")) {
      if (parameter.has(form)) {
        return parameter.get(form);
      }
    }
    if (parameter.has("intValue")) {
      return number(parameter.get("intValue"));
    }
    if (parameter.has("multiIntValue")) {
      ArrayNode numbers = JsonRecords.MAPPER.createArrayNode();
      parameter.get("multiIntValue").forEach(number -> numbers.add(number(number)));
      return numbers;
    }
    if (depth >= MOST_NESTED) {
      return null;
    }
    if (parameter.has("messageValue")) {
      return parameters(parameter.path("messageValue").path("parameter"), depth + 1);
    }
    if (parameter.has("multiMessageValue")) {
      ArrayNode messages = JsonRecords.MAPPER.createArrayNode();
      parameter
          .get("multiMessageValue")
          .forEach(message -> messages.add(parameters(message.path("parameter"), depth + 1)));
      return messages;
    }
    return null;
  }

  /** Google writes numbers of 64 bits as texts. */
  private static JsonNode number(JsonNode text) {
    try {
      return LongNode.valueOf(Long.parseLong(text.asText()));
    } catch (NumberFormatException none) {
      return text;
    }
  }
}
