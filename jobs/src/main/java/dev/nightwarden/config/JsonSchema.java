package dev.nightwarden.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.OwnFile;
import dev.nightwarden.plugin.TypedBy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes the JSON Schema (draft 2020-12) of the configs that a {@link ConfigReader} takes. */
public final class JsonSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String VARIABLE = "variable";

  private final Registry registry;
  private final ObjectNode definitions = JSON.objectNode();
  private final Map<String, Class<?>> names = new HashMap<>();

  private JsonSchema(Registry registry) {
    this.registry = registry;
  }

  /**
   * The schema as indented text: the same for the same records and plug-ins.
   *
   * @param type the record of a whole config
   * @param registry the types that the config may name
   */
  public static String of(Class<? extends Record> type, Registry registry, String title) {
    return new JsonSchema(registry).write(type, title);
  }

  private String write(Class<? extends Record> type, String title) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.setAll(record(type, null));
    definitions
        .putObject(VARIABLE)
        .put("description", "The value of an environment variable.")
        .put("type", "string")
        .put("pattern", "\\$\\{" + Environment.NAME + "\\}");
    schema.set("$defs", definitions);
    try {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      return new ObjectMapper()
              .writer(
                  new DefaultPrettyPrinter()
                      .withObjectIndenter(indenter)
                      .withArrayIndenter(indenter))
              .writeValueAsString(schema)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param of the type of an extension point that the record is; null if it is none
   */
  private ObjectNode record(Class<? extends Record> type, Registry.Type of) {
    ObjectNode schema = JSON.objectNode();
    if (of != null) {
      schema.put("description", of.doc());
    }
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    if (of != null) {
      properties.putObject("type").put("const", of.name());
    }
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = Kinds.key(component);
      properties.set(Keys.name(component), property(component, key));
      if (key.required()) {
        required.add(Keys.name(component));
      }
    }
    if (type.isAnnotationPresent(OwnFile.class)) {
      properties
          .putObject(ConfigReader.PATH)
          .put(
              "description",
              "A file of its own that has the section, seen from this file's folder.")
          .put("type", "string");
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    typedBy(type, schema);
    return schema.put("additionalProperties", false);
  }

  /** What follows from keys that name the type of another. */
  private void typedBy(Class<? extends Record> type, ObjectNode schema) {
    for (RecordComponent component : type.getRecordComponents()) {
      TypedBy by = component.getAnnotation(TypedBy.class);
      if (by == null) {
        continue;
      }
      String named = Keys.name(component);
      String last = by.value()[by.value().length - 1];
      ArrayNode cases = schema.withArray("allOf");
      Class<?> point = Kinds.raw(component.getGenericType());
      for (Registry.Type each : registry.types(point).values()) {
        String definition = define(each, Registry.word(point).replace(' ', '_'));
        for (String key : by.value()) {
          ObjectNode either = cases.addObject();
          ObjectNode condition = either.putObject("if");
          condition.putObject("properties").putObject(key).put("const", each.name());
          condition.putArray("required").add(key);
          if (key.equals(last)) {
            ArrayNode others = JSON.arrayNode();
            Arrays.stream(by.value())
                .filter(other -> !other.equals(last))
                .forEach(other -> others.addObject().putArray("required").add(other));
            if (!others.isEmpty()) {
              condition.putObject("not").set("anyOf", others);
            }
          }
          either
              .putObject("then")
              .putObject("properties")
              .putObject(named)
              .put("$ref", "#/$defs/" + definition);
        }
      }
    }
  }

  private ObjectNode property(RecordComponent component, Key key) {
    Type type = component.getGenericType();
    if (component.isAnnotationPresent(TypedBy.class)) {
      return JSON.objectNode().put("description", key.doc()).put("type", "object");
    }
    boolean leadsToPoint = Kinds.leadsToPoint(type);
    ObjectNode schema = JSON.objectNode();
    schema.put("description", key.doc());
    schema.setAll(value(type, key, leadsToPoint ? key.fallback() : ""));
    if (!key.fallback().isEmpty()) {
      if (!leadsToPoint) {
        schema.set("default", json(Yaml.value(key.fallback(), null, Origin.FALLBACK), type));
      } else if (Kinds.of(type) == Kinds.Kind.POINT) {
        schema.putObject("default").put("type", key.fallback());
      }
    }
    return schema;
  }

  /**
   * @param key whose bounds hold; null for elements, which have none
   */
  private ObjectNode value(Type type, Key key, String defaultType) {
    ObjectNode schema = JSON.objectNode();
    return switch (Kinds.of(type)) {
      case TEXT ->
          key != null && key.oneOf().length > 0
              ? orVariable(constants(List.of(key.oneOf())))
              : schema.put("type", "string");
      case WHOLE_NUMBER -> orVariable(bounded(schema.put("type", "integer"), key, "imum"));
      case NUMBER -> orVariable(bounded(schema.put("type", "number"), key, "imum"));
      case BOOLEAN -> orVariable(schema.put("type", "boolean"));
      case ENUM -> orVariable(constants(Kinds.constants(type)));
      case DURATION -> orVariable(schema.put("type", "string").put("pattern", "^[0-9]+[dhms]$"));
      case DATE ->
          orVariable(schema.put("type", "string").put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
      case ANYTHING -> schema;
      case LIST -> {
        schema.put("type", "array");
        schema.set("items", value(Kinds.element(type), null, defaultType));
        bounded(schema, key, "Items");
        if (key == null || !key.commas()) {
          yield schema;
        }
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "string");
        yield either;
      }
      case MAP -> {
        schema.put("type", "object");
        schema.set("additionalProperties", value(Kinds.element(type), null, defaultType));
        yield bounded(schema, key, "Properties");
      }
      case RECORD -> {
        Class<? extends Record> settings = Kinds.raw(type).asSubclass(Record.class);
        yield schema.put("$ref", "#/$defs/" + define(settings));
      }
      case POINT -> point(Kinds.raw(type), defaultType);
    };
  }

  private static ObjectNode orVariable(ObjectNode schema) {
    ObjectNode either = JSON.objectNode();
    either.putArray("anyOf").add(schema).addObject().put("$ref", "#/$defs/" + VARIABLE);
    return either;
  }

  private static ObjectNode constants(Iterable<String> allowed) {
    ObjectNode schema = JSON.objectNode();
    ArrayNode constants = schema.putArray("enum");
    allowed.forEach(constants::add);
    return schema;
  }

  /**
   * @param suffix what follows min and max in the names of the bounds
   */
  private static ObjectNode bounded(ObjectNode schema, Key key, String suffix) {
    if (key == null) {
      return schema;
    }
    bound(schema, "min" + suffix, key.min());
    bound(schema, "max" + suffix, key.max());
    if (suffix.equals("imum")) {
      bound(schema, "exclusiveMinimum", key.above());
    }
    return schema;
  }

  private static void bound(ObjectNode schema, String name, double bound) {
    if (Double.isFinite(bound)) {
      boolean whole = bound == Math.rint(bound) && Math.abs(bound) < 1e15;
      schema.set(name, whole ? JSON.numberNode((long) bound) : JSON.numberNode(bound));
    }
  }

  private ObjectNode point(Class<?> point, String defaultType) {
    String name = name(point, Registry.word(point).replace(' ', '_'));
    if (!definitions.has(name)) {
      ObjectNode schema = definitions.putObject(name);
      schema.put("type", "object");
      ObjectNode named = schema.putObject("properties").putObject("type");
      ArrayNode known = named.putArray("enum");
      ArrayNode cases = schema.putArray("allOf");
      registry
          .types(point)
          .values()
          .forEach(
              type -> {
                known.add(type.name());
                ObjectNode either = cases.addObject();
                ObjectNode isType = either.putObject("if");
                isType.putObject("properties").putObject("type").put("const", type.name());
                isType.putArray("required").add("type");
                either.putObject("then").put("$ref", "#/$defs/" + define(type, name));
              });
    }
    ObjectNode use = JSON.objectNode().put("$ref", "#/$defs/" + name);
    if (defaultType.isEmpty()) {
      use.putArray("required").add("type");
    } else {
      Registry.Type fallback = registry.types(point).get(defaultType);
      use.putObject("if").putArray("required").add("type");
      use.putObject("else").put("$ref", "#/$defs/" + define(fallback, name));
    }
    return use;
  }

  private String define(Registry.Type type, String point) {
    String name = point + "." + type.name();
    if (!definitions.has(name)) {
      // Held first, so that a type may hold others of its kind.
      ObjectNode schema = definitions.putObject(name);
      schema.setAll(record(type.settings(), type));
    }
    return name;
  }

  private String define(Class<? extends Record> type) {
    String simple = type.getSimpleName().replaceAll("([a-z0-9])([A-Z])", "$1_$2");
    String name = name(type, simple.toLowerCase(Locale.ROOT));
    if (!definitions.has(name)) {
      ObjectNode schema = definitions.putObject(name);
      schema.setAll(record(type, null));
    }
    return name;
  }

  private String name(Class<?> type, String simple) {
    boolean free =
        !simple.equals(VARIABLE) && names.computeIfAbsent(simple, n -> type).equals(type);
    return free ? simple : type.getName();
  }

  private static JsonNode json(Node node, Type type) {
    if (node instanceof Sequence list) {
      ArrayNode array = JSON.arrayNode();
      list.elements().forEach(element -> array.add(json(element, Object.class)));
      return array;
    } else if (node instanceof Mapping mapping) {
      ObjectNode object = JSON.objectNode();
      mapping.entries().forEach((name, value) -> object.set(name, json(value, Object.class)));
      return object;
    }
    Scalar scalar = (Scalar) node;
    Tag tag = Kinds.of(type) == Kinds.Kind.TEXT ? Tag.STR : scalar.tag();
    if (tag.equals(Tag.INT) && scalar.text().matches("[-+]?[0-9]+")) {
      return JSON.numberNode(new BigInteger(scalar.text()));
    } else if (tag.equals(Tag.FLOAT)) {
      return JSON.numberNode(new BigDecimal(scalar.text()));
    } else if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(scalar.text()));
    }
    return tag.equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(scalar.text());
  }
}
