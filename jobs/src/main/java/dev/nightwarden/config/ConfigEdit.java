package dev.nightwarden.config;

import dev.nightwarden.plugin.KeyPath;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Changes keys in the text of a config, and leaves everything else as it was written: comments,
 * order, quotes, line ends.
 *
 * @param text YAML: one document, a mapping
 */
public record ConfigEdit(String text) {

  /**
   * Gives a key a value; it is added where it is not there. Keys on the way must be.
   *
   * @param value as YAML has it in one line: {@code 3}, {@code {type: day}}
   * @param why comment lines above it; empty for none
   * @throws IllegalArgumentException if the text cannot be changed there: it is no mapping, or
   *     written as an alias
   */
  public ConfigEdit set(KeyPath path, String value, List<String> why) {
    MappingNode parent = parent(path);
    String key = last(path);
    Optional<NodeTuple> entry = entry(parent, key);
    if (entry.isEmpty()) {
      return insert(parent, key + ": " + value, why);
    }
    Node name = entry.get().getKeyNode();
    Node old = entry.get().getValueNode();
    int from = end(name);
    if (start(old) < from) {
      throw new IllegalArgumentException(
          "%s is written as an alias; write its value out".formatted(path));
    }
    return replaced(from, end(old), ": " + value).explained(start(name), why);
  }

  /**
   * Takes a key away with its value.
   *
   * @param why comment lines in its place; empty for none
   * @throws IllegalArgumentException if it is not there, or the only one of its mapping
   */
  public ConfigEdit remove(KeyPath path, List<String> why) {
    MappingNode parent = parent(path);
    int at = index(parent, last(path));
    if (at < 0) {
      throw new IllegalArgumentException("%s is not there".formatted(path));
    }
    List<NodeTuple> entries = parent.getValue();
    if (entries.size() == 1) {
      throw new IllegalArgumentException("%s is the only key there".formatted(path));
    }
    NodeTuple entry = entries.get(at);
    int from = start(entry.getKeyNode());
    int to = Math.max(end(entry.getValueNode()), end(entry.getKeyNode()));
    if (parent.getFlowStyle() == FlowStyle.FLOW) {
      return at + 1 < entries.size()
          ? replaced(from, start(entries.get(at + 1).getKeyNode()), "").explained(from, why)
          : replaced(end(entries.get(at - 1).getValueNode()), to, "").explained(from, why);
    }
    int line = lineStart(from);
    if (!text.substring(offset(line), offset(from)).isBlank()) {
      return replaced(from, start(entries.get(1).getKeyNode()), "").explained(from, why);
    }
    return explained(from, why, replaced(line, nextLine(to), ""));
  }

  private MappingNode parent(KeyPath path) {
    Node at =
        new Compose(LoadSettings.builder().build())
            .composeString(text)
            .orElseThrow(() -> new IllegalArgumentException("the config is empty"));
    for (String part : path.parts().subList(0, path.parts().size() - 1)) {
      Node next = null;
      int before = start(at);
      if (at instanceof MappingNode mapping) {
        Optional<NodeTuple> entry = entry(mapping, part);
        next = entry.map(NodeTuple::getValueNode).orElse(null);
        before = entry.map(NodeTuple::getKeyNode).map(ConfigEdit::end).orElse(before);
      } else if (at instanceof SequenceNode list && part.matches("\\[\\d{1,6}]")) {
        int index = Integer.parseInt(part.substring(1, part.length() - 1));
        next = index < list.getValue().size() ? list.getValue().get(index) : null;
      }
      if (next == null) {
        throw new IllegalArgumentException("%s: there is no %s".formatted(path, part));
      }
      if (start(next) < before) {
        throw new IllegalArgumentException("%s is written as an alias".formatted(path));
      }
      at = next;
    }
    if (at instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      return mapping;
    }
    throw new IllegalArgumentException("%s: there are no keys beside it".formatted(path));
  }

  private static String last(KeyPath path) {
    return path.parts().get(path.parts().size() - 1);
  }

  private static Optional<NodeTuple> entry(MappingNode mapping, String key) {
    int at = index(mapping, key);
    return at < 0 ? Optional.empty() : Optional.of(mapping.getValue().get(at));
  }

  private static int index(MappingNode mapping, String key) {
    for (int at = 0; at < mapping.getValue().size(); at++) {
      if (mapping.getValue().get(at).getKeyNode() instanceof ScalarNode name
          && name.getValue().equals(key)) {
        return at;
      }
    }
    return -1;
  }

  private ConfigEdit insert(MappingNode parent, String entry, List<String> why) {
    Node first = parent.getValue().get(0).getKeyNode();
    int at = start(first);
    if (parent.getFlowStyle() == FlowStyle.FLOW) {
      return explained(at, why, replaced(at, at, entry + ", "));
    }
    String indent = " ".repeat(first.getStartMark().orElseThrow().getColumn());
    StringBuilder lines = new StringBuilder();
    why.forEach(line -> lines.append("# ").append(line).append(lineEnd()).append(indent));
    return replaced(at, at, lines + entry + lineEnd() + indent);
  }

  private ConfigEdit explained(int at, List<String> why) {
    return explained(at, why, this);
  }

  /** Puts comment lines above the line of a place of this text, into a text that begins alike. */
  private ConfigEdit explained(int at, List<String> why, ConfigEdit into) {
    if (why.isEmpty()) {
      return into;
    }
    int line = lineStart(at);
    String whole = text.substring(offset(line));
    String indent = whole.substring(0, whole.length() - whole.stripLeading().length());
    StringBuilder lines = new StringBuilder();
    why.forEach(each -> lines.append(indent).append("# ").append(each).append(lineEnd()));
    return into.replaced(line, line, lines.toString());
  }

  private ConfigEdit replaced(int from, int to, String with) {
    return new ConfigEdit(text.substring(0, offset(from)) + with + text.substring(offset(to)));
  }

  private String lineEnd() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private int lineStart(int at) {
    int start = text.lastIndexOf('\n', offset(at) - 1) + 1;
    return text.codePointCount(0, start);
  }

  /** The line after that of a place. */
  private int nextLine(int at) {
    int end = text.indexOf('\n', offset(at));
    return text.codePointCount(0, end < 0 ? text.length() : end + 1);
  }

  /** Marks count code points. */
  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  private static int start(Node node) {
    return node.getStartMark().map(Mark::getIndex).orElseThrow();
  }

  /** A block ends with its last value, and not where the next key begins. */
  private static int end(Node node) {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() != FlowStyle.FLOW
        && !collection.getValue().isEmpty()) {
      Object last = collection.getValue().get(collection.getValue().size() - 1);
      return last instanceof NodeTuple entry
          ? Math.max(end(entry.getKeyNode()), end(entry.getValueNode()))
          : end((Node) last);
    }
    return node.getEndMark().map(Mark::getIndex).orElseThrow();
  }
}
