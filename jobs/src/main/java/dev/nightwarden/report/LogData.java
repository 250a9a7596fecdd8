package dev.nightwarden.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Log records as JSON. */
final class LogData {
  /** The field of what is not an object. */
  static final String WHOLE = "record";

  private static final int MAX_DEPTH = 20;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private LogData() {}

  /**
   * The record of a JSON text, an object; of any other value, and of a text that breaks off, an
   * object with that value or text as its {@value #WHOLE}.
   */
  static JsonNode of(String json) {
    JsonNode read;
    try {
      read = JSON.readTree(json == null ? "null" : json);
    } catch (JsonProcessingException e) {
      // It was cut, being too long to be shown by field.
      read = NODES.textNode(json);
    }
    return read.isObject() ? read : NODES.objectNode().set(WHOLE, read);
  }

  /** The values of a record by dotted path, texts without their quotes; null is a missing one. */
  static Map<String, String> byField(JsonNode record) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (record != null) {
      flatten("", record, 0, fields);
    }
    return fields;
  }

  private static void flatten(String path, JsonNode node, int depth, Map<String, String> fields) {
    if (node.isObject() && depth < MAX_DEPTH && (depth == 0 || !node.isEmpty())) {
      node.properties()
          .forEach(
              field ->
                  flatten(
                      depth == 0 ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      depth + 1,
                      fields));
    } else {
      fields.put(
          path, node.isNull() ? null : node.isTextual() ? node.textValue() : node.toString());
    }
  }

  /**
   * A record with no more than this of it.
   *
   * @param most how many values it keeps; how many there were besides stands under {@code …}
   * @param name the most characters of a name
   * @param text the most characters of a text
   */
  static JsonNode bounded(JsonNode record, int most, int name, int text) {
    return new Bounding(most, name, text).of(record, 0);
  }

  private static final class Bounding {
    private final int name;
    private final int text;
    private int left;

    Bounding(int most, int name, int text) {
      left = most;
      this.name = name;
      this.text = text;
    }

    JsonNode of(JsonNode node, int depth) {
      if (node.isContainerNode() && !node.isEmpty() && depth < MAX_DEPTH) {
        return node.isArray() ? ofArray(node, depth) : ofObject(node, depth);
      }
      left--;
      if (node.isContainerNode() && !node.isEmpty()) {
        return NODES.textNode(Bounds.cut(node.toString(), text));
      }
      if (node.isTextual()) {
        return NODES.textNode(Bounds.cut(node.textValue(), text));
      }
      boolean isLong = node.isNumber() && node.asText().length() > name;
      return isLong ? NODES.textNode(Bounds.cut(node.asText(), text)) : node;
    }

    private JsonNode ofObject(JsonNode node, int depth) {
      ObjectNode kept = NODES.objectNode();
      int seen = 0;
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (left <= 0) {
          kept.put("…", "%,d more fields".formatted(node.size() - seen));
          break;
        }
        kept.set(Bounds.cut(field.getKey(), name), of(field.getValue(), depth + 1));
        seen++;
      }
      return kept;
    }

    private JsonNode ofArray(JsonNode node, int depth) {
      ArrayNode kept = NODES.arrayNode();
      for (JsonNode item : node) {
        if (left <= 0) {
          kept.add("… %,d more values".formatted(node.size() - kept.size()));
          break;
        }
        kept.add(of(item, depth + 1));
      }
      return kept;
    }
  }
}
