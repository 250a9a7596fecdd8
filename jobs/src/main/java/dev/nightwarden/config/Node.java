package dev.nightwarden.config;

import dev.nightwarden.plugin.KeyPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** A value as it was written, with its place: that of its key where it has one. */
sealed interface Node {
  Position place();

  Node at(Position place);

  /** Whether nothing stands there: no node at all, or an empty value. */
  static boolean isNull(Node node) {
    return node == null || (node instanceof Scalar scalar && scalar.isNull());
  }

  /** The node that a path leads to, or the last one on the way that is there. */
  default Node deepest(KeyPath path) {
    Node at = this;
    for (String part : path.parts()) {
      Node next = null;
      if (at instanceof Mapping mapping) {
        next = mapping.entries().get(part);
      } else if (at instanceof Sequence list && part.matches("\\[\\d{1,6}]")) {
        int index = Integer.parseInt(part.substring(1, part.length() - 1));
        next = index < list.elements().size() ? list.elements().get(index) : null;
      }
      if (next == null) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /** Who wrote it; texts from elsewhere than the file need no quotes to be texts. */
  enum Origin {
    FILE,
    OPTION,
    /** An option that takes away what is not there. */
    OPTION_WITHOUT_EFFECT,
    FALLBACK
  }

  /**
   * A single value.
   *
   * @param plain whether it was written without quotes, so that it may be a number
   */
  record Scalar(Position place, String text, boolean plain, Origin origin) implements Node {
    private static final CoreScalarResolver CORE_SCHEMA = new CoreScalarResolver(false);

    @Override
    public Scalar at(Position elsewhere) {
      return new Scalar(elsewhere, text, plain, origin);
    }

    /** What YAML's core schema takes it for: text, int, float, bool or null. */
    Tag tag() {
      return tag(text, plain);
    }

    static Tag tag(String text, boolean plain) {
      return plain ? CORE_SCHEMA.resolve(text, true) : Tag.STR;
    }

    boolean isNull() {
      return tag().equals(Tag.NULL);
    }
  }

  /**
   * A list.
   *
   * @param raw the text it was read from, if an option gave it; otherwise null
   */
  record Sequence(Position place, List<Node> elements, String raw) implements Node {
    @Override
    public Sequence at(Position elsewhere) {
      return new Sequence(elsewhere, elements, raw);
    }
  }

  /**
   * Values by key.
   *
   * @param entries in the order of the file
   * @param raw the text it was read from, if an option gave it; otherwise null
   */
  record Mapping(Position place, Map<String, Node> entries, String raw) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public Mapping at(Position elsewhere) {
      return new Mapping(elsewhere, entries, raw);
    }

    Mapping with(String key, Node value) {
      Map<String, Node> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(place, changed, null);
    }
  }
}
