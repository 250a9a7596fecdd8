package dev.nightwarden.ship;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.table.Columns;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of malicious events as a document: fields of the Elastic Common Schema, and each column
 * under {@code nightwarden}. A missing value is a missing field.
 *
 * @param actorField the ECS field that holds the actor
 */
record SearchDocument(String actorField) {
  /** The version of the template, beside that of the data set; a higher one replaces it. */
  private static final int TEMPLATE = 1000;

  private static final int PRIORITY = 200;
  private static final String ECS = "8.17.0";
  private static final String OURS = "nightwarden";

  /** Longer texts are kept, and cannot be searched: Lucene refuses terms of 32,766 bytes. */
  private static final int MAX_TERM = 8_191;

  /** As the rules of Elastic's detections have them. */
  private static final Map<String, Integer> SEVERITIES =
      Map.of("low", 21, "medium", 47, "high", 73);

  /** The document of a row. */
  ObjectNode of(List<String> names, String[] cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      row.put(names.get(i), cells[i]);
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("@timestamp", row.get(MaliciousEvents.CREATED_AT));
    document.putObject("ecs").put("version", ECS);
    put(document, "message", row.get(Columns.REASON));
    ObjectNode event = document.putObject("event");
    event.put("kind", "alert");
    event.put("module", OURS);
    event.put("dataset", OURS + "." + MaliciousEvents.NAME);
    put(event, "id", row.get(Columns.EVENT_ID));
    put(event, "reason", row.get(Columns.REASON));
    event.put("risk_score", new BigDecimal(row.get(Columns.SCORE)).movePointRight(2));
    Integer severity =
        row.get(Columns.SEVERITY) == null ? null : SEVERITIES.get(row.get(Columns.SEVERITY));
    if (severity != null) {
      event.put("severity", severity);
    }
    ObjectNode rule = document.putObject("rule");
    put(rule, "id", row.get(MaliciousEvents.FIELD_ID));
    put(rule, "name", row.get(Columns.FIELD));
    put(rule, "category", row.get(Columns.DETECTOR));
    put(rule, "ruleset", row.get(Columns.PROFILE));
    putAt(document, actorField, row.get(Columns.ACTOR));
    if (row.get(Columns.ATTACK) != null) {
      document.set("threat", threat(row.get(Columns.ATTACK)));
    }
    ObjectNode ours = document.putObject(OURS);
    row.forEach(
        (name, value) -> {
          if (name.equals(Columns.SCORE) && value != null) {
            ours.put(name, new BigDecimal(value));
          } else {
            put(ours, name, value);
          }
        });
    return document;
  }

  /** Techniques by ECS: {@code T1078.004} is a technique T1078 and a part of it. */
  private static ObjectNode threat(String attack) {
    ObjectNode threat = JsonNodeFactory.instance.objectNode();
    threat.put("framework", "MITRE ATT&CK");
    ObjectNode technique = threat.putObject("technique");
    ArrayNode ids = technique.putArray("id");
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    for (String id : attack.split(" ", -1)) {
      int dot = id.indexOf('.');
      ids.add(dot < 0 ? id : id.substring(0, dot));
      if (dot >= 0) {
        parts.add(id);
      }
    }
    if (!parts.isEmpty()) {
      technique.putObject("subtechnique").set("id", parts);
    }
    return threat;
  }

  /** The template of the indices of an alias. */
  ObjectNode template(String alias, List<String> names, int version) {
    ObjectNode template = JsonNodeFactory.instance.objectNode();
    template.putArray("index_patterns").add(alias + "-*");
    // Of two aliases of which one begins like the other, the longer one's template counts.
    template.put("priority", PRIORITY + alias.length());
    template.put("version", TEMPLATE + version);
    ObjectNode meta = template.putObject("_meta");
    meta.put("description", "malicious events of Nightwarden");
    meta.put("actor_field", actorField);
    ObjectNode inner = template.putObject("template");
    ObjectNode settings = inner.putObject("settings");
    settings.put("index.number_of_shards", 1);
    settings.put("index.auto_expand_replicas", "0-1");
    ObjectNode mappings = inner.putObject("mappings");
    mappings.put("dynamic", false);
    ObjectNode fields = mappings.putObject("properties");
    type(fields, "@timestamp", "date");
    type(fields, "message", "text");
    keyword(child(fields, "ecs"), "version");
    ObjectNode event = child(fields, "event");
    for (String name : List.of("kind", "module", "dataset", "id", "reason")) {
      keyword(event, name);
    }
    type(event, "risk_score", "float");
    type(event, "severity", "long");
    ObjectNode rule = child(fields, "rule");
    for (String name : List.of("id", "name", "category", "ruleset")) {
      keyword(rule, name);
    }
    ObjectNode threat = child(fields, "threat");
    keyword(threat, "framework");
    ObjectNode technique = child(threat, "technique");
    keyword(technique, "id");
    keyword(child(technique, "subtechnique"), "id");
    ObjectNode at = fields;
    List<String> path = List.of(actorField.split("\\.", -1));
    for (String parent : path.subList(0, path.size() - 1)) {
      at = child(at, parent);
    }
    keyword(at, path.get(path.size() - 1));
    ObjectNode ours = child(fields, OURS);
    for (String name : names) {
      switch (name) {
        case MaliciousEvents.CREATED_AT -> type(ours, name, "date");
        case Columns.SCORE -> type(ours, name, "double");
        case Columns.REASON -> type(ours, name, "text");
        default -> keyword(ours, name);
      }
    }
    return template;
  }

  private static ObjectNode child(ObjectNode fields, String name) {
    return fields.putObject(name).putObject("properties");
  }

  private static void type(ObjectNode fields, String name, String type) {
    fields.putObject(name).put("type", type);
  }

  private static void keyword(ObjectNode fields, String name) {
    fields.putObject(name).put("type", "keyword").put("ignore_above", MAX_TERM);
  }

  private static void put(ObjectNode object, String name, String value) {
    if (value != null) {
      object.put(name, value);
    }
  }

  private static void putAt(ObjectNode document, String path, String value) {
    if (value == null) {
      return;
    }
    ObjectNode at = document;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      at = at.withObjectProperty(names[i]);
    }
    at.put(names[names.length - 1], value);
  }
}
