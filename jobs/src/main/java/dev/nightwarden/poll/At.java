package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;

/** Values at dotted paths in answers: an exact key of the whole rest wins over nesting. */
final class At {
  private At() {}

  /** The value at a path such as {@code data.items} or {@code pages.0.next}; null without one. */
  static JsonNode path(JsonNode from, String path) {
    if (from.isObject() && from.has(path)) {
      return present(from.get(path));
    }
    int dot = path.indexOf('.');
    String part = dot < 0 ? path : path.substring(0, dot);
    JsonNode inner =
        from.isArray() && part.matches("\\d{1,9}")
            ? from.get(Integer.parseInt(part))
            : from.get(part);
    if (inner == null || dot < 0) {
      return present(inner);
    }
    return path(inner, path.substring(dot + 1));
  }

  private static JsonNode present(JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode() ? null : node;
  }
}
