package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.config.Node.Origin;
import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.config.Node.Sequence;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.plugin.Quoting;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML text into {@link Node}s. Bounded in depth, aliases and size, whatever the text does.
 */
final class Yaml {
  static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ALIASES = 16;
  private static final int MAX_NODES = 100_000;

  private final String text;
  private final IntFunction<Position> places;
  private final Origin origin;
  private final List<Problem> problems;
  private final Iterator<Event> events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int aliases;
  private int nodes;
  private int lastEnd;
  private int rootEnd;

  private record Anchored(Node node, int size) {}

  /** Ends the reading: nothing after it can be trusted. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Unreadable(Position place, String text) {
      super(text, null, false, false);
      this.problem = new Problem(place, text);
    }
  }

  private Yaml(String text, IntFunction<Position> places, Origin origin, List<Problem> problems) {
    this.text = text;
    this.places = places;
    this.origin = origin;
    this.problems = problems;
    this.events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
  }

  /**
   * The text of a file's bytes, without a byte order mark; empty, with a problem, where there is
   * none.
   */
  static Optional<String> decode(String file, byte[] bytes, List<Problem> problems) {
    Position place = Position.line(file, 0);
    if (bytes.length > MAX_BYTES) {
      problems.add(new Problem(place, "the file is larger than %d bytes".formatted(MAX_BYTES)));
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String problem = "byte 0x%02x is not UTF-8; save the file as UTF-8";
      problems.add(
          new Problem(
              Position.line(file, 1 + (int) text.chars().filter(c -> c == '\n').count()),
              problem.formatted(bytes[in.position()] & 0xff)));
      return Optional.empty();
    }
    return Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
  }

  /** The one document of a file; empty, with a problem, where there is none. */
  static Optional<Node> file(String file, String text, List<Problem> problems) {
    return new Yaml(text, line -> Position.line(file, line), Origin.FILE, problems).document();
  }

  /**
   * A value given outside a file: a quoted text or a list or mapping in brackets if it is one,
   * otherwise a text as it stands, which may still be a number.
   */
  static Node value(String text, Position place, Origin origin) {
    String trimmed = text.strip();
    if (!trimmed.isEmpty() && "[{\"'".indexOf(trimmed.charAt(0)) >= 0) {
      List<Problem> problems = new ArrayList<>();
      Yaml yaml = new Yaml(trimmed, line -> place, origin, problems);
      Optional<Node> node = yaml.document();
      // What follows the value is a comment, which YAML would drop without a word.
      boolean whole = yaml.rootEnd == trimmed.codePointCount(0, trimmed.length());
      if (node.isPresent() && problems.isEmpty() && whole) {
        if (node.get() instanceof Sequence list) {
          return new Sequence(place, list.elements(), trimmed);
        }
        return node.get() instanceof Mapping map
            ? new Mapping(place, map.entries(), trimmed)
            : node.get();
      }
    }
    return new Scalar(place, trimmed, true, origin);
  }

  private Optional<Node> document() {
    try {
      checkCharacters();
      next(); // stream start
      if (next().getEventId() != Event.ID.DocumentStart) {
        throw new Unreadable(places.apply(0), "the file is empty");
      }
      Node root = node(next(), KeyPath.TOP, 0);
      rootEnd = lastEnd;
      next(); // document end
      Event last = next();
      if (last.getEventId() != Event.ID.StreamEnd) {
        throw new Unreadable(place(last), "a second document starts here; a config is one");
      }
      return Optional.of(root);
    } catch (Unreadable e) {
      problems.add(e.problem);
    } catch (YamlEngineException e) {
      problems.add(syntax(e));
    }
    return Optional.empty();
  }

  private Event next() {
    Event event = events.next();
    lastEnd = event.getEndMark().map(Mark::getIndex).orElse(-1);
    return event;
  }

  private void checkCharacters() {
    int line = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (!StreamReader.isPrintable(point)) {
        throw new Unreadable(
            places.apply(line), "character U+%04X is not allowed in YAML".formatted(point));
      }
      line += point == '\n' ? 1 : 0;
    }
  }

  private Node node(Event event, KeyPath path, int depth) {
    Position place = place(event);
    if (depth > MAX_DEPTH) {
      throw new Unreadable(place, "more than %d levels of nesting".formatted(MAX_DEPTH));
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias, place);
    }
    int before = nodes;
    count(1, place);
    Node node;
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), place, path);
      boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
      node = new Scalar(place, scalar.getValue(), plain, origin);
    } else {
      refuseTag(((CollectionStartEvent) event).getTag(), place, path);
      node =
          event.getEventId() == Event.ID.SequenceStart
              ? sequence(place, path, depth)
              : mapping(place, path, depth);
    }
    Node read = node;
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(a -> anchors.put(a.getValue(), new Anchored(read, nodes - before)));
    return node;
  }

  private Node alias(AliasEvent event, Position place) {
    String name = event.getAlias().getValue();
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw new Unreadable(
          place, "the alias *%s has no anchor before it".formatted(Quoting.printable(name)));
    }
    if (++aliases > MAX_ALIASES) {
      throw new Unreadable(
          place, "more than %d aliases; write the values out".formatted(MAX_ALIASES));
    }
    count(anchored.size(), place);
    return anchored.node().at(place);
  }

  private void count(int more, Position place) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new Unreadable(place, "more than %d values, aliases written out".formatted(MAX_NODES));
    }
  }

  private Sequence sequence(Position place, KeyPath path, int depth) {
    List<Node> elements = new ArrayList<>();
    for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
      elements.add(node(e, path.then(elements.size()), depth + 1));
    }
    return new Sequence(place, List.copyOf(elements), null);
  }

  private Mapping mapping(Position place, KeyPath path, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      Position keyPlace = place(e);
      Node key = node(e, path, depth + 1);
      String name = key instanceof Scalar scalar ? scalar.text() : null;
      Node value = node(next(), name == null ? path : path.then(name), depth + 1).at(keyPlace);
      if (name == null) {
        problem(keyPlace, path, ": a list or a mapping cannot be a key");
      } else if (name.isEmpty()) {
        problem(keyPlace, path, ": a key is empty");
      } else if (name.equals("<<")) {
        problem(keyPlace, path.then(name), ": merges are not supported; write the keys out");
      } else if (entries.containsKey(name)) {
        String first = entries.get(name).place().toString();
        problem(
            keyPlace,
            path.then(name),
            " is there twice; first at line " + first.substring(first.lastIndexOf(':') + 1));
      } else {
        entries.put(name, value);
      }
    }
    return new Mapping(place, entries, null);
  }

  private void refuseTag(Optional<String> tag, Position place, KeyPath path) {
    tag.map(t -> t.replace("tag:yaml.org,2002:", "!!"))
        .map(Quoting::printable)
        .ifPresent(t -> problem(place, path, ": the tag %s; tags are not supported".formatted(t)));
  }

  private void problem(Position place, KeyPath path, String text) {
    String at = path.toString();
    problems.add(new Problem(place, at.isEmpty() ? text.replaceFirst("^[: ]+", "") : at + text));
  }

  private Position place(Event event) {
    return places.apply(event.getStartMark().map(Mark::getLine).orElse(-1) + 1);
  }

  private Problem syntax(YamlEngineException e) {
    if (!(e instanceof MarkedYamlEngineException marked) || marked.getProblemMark().isEmpty()) {
      String problem = Quoting.printable(String.valueOf(e.getMessage()), 200);
      return new Problem(places.apply(0), "is not YAML: " + problem);
    }
    Mark mark = marked.getProblemMark().get();
    List<String> lines = text.lines().toList();
    String line = mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
    Position place = places.apply(mark.getLine() + 1);
    String before = line.substring(0, line.length() - line.stripLeading().length());
    if (before.contains("\t") || marked.getMessage().contains("TAB")) {
      return new Problem(place, "is indented with a tab; YAML wants spaces");
    }
    // In brackets a brace starts a mapping.
    String hint = Environment.isReference(line) ? "; in brackets put ${NAME} in quotes" : "";
    String context = marked.getContext() == null ? "" : marked.getContext() + ", ";
    return new Problem(
        place,
        "is not YAML at column %d: %s%s"
            .formatted(
                mark.getColumn() + 1,
                Quoting.printable(context + marked.getProblem().strip(), 200),
                hint));
  }
}
