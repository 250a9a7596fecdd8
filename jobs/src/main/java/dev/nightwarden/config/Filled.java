package dev.nightwarden.config;

import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.plugin.Quoting;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A scalar with the environment in place.
 *
 * @param variables the names of those that it holds
 * @param secret whether it must not be shown
 */
record Filled(Scalar written, String text, List<String> variables, boolean secret) {
  Tag tag() {
    return Scalar.tag(text, written.plain());
  }

  /** Whether it may be a text though it looks like something else. */
  boolean needsNoQuotes() {
    return !variables.isEmpty() || written.origin() != Origin.FILE;
  }

  /** The text to guess from what was meant; null where that would show it. */
  String shown() {
    return variables.isEmpty() && !secret ? text : null;
  }

  /** What was found, in words; never what the environment gave, nor a secret. */
  String found() {
    if (!variables.isEmpty()) {
      List<String> names = variables.stream().distinct().map("${%s}"::formatted).toList();
      return "the value of " + String.join(" and ", names);
    } else if (secret) {
      return Secrets.MASK;
    } else if (tag().equals(Tag.NULL)) {
      return "an empty value";
    }
    boolean bare = List.of(Tag.INT, Tag.FLOAT, Tag.BOOL).contains(tag());
    return bare ? Quoting.printable(text) : Quoting.quoted(text);
  }
}
