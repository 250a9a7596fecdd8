package dev.nightwarden.enrich;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who the user of a log is: {@code userMap} by the name as the log has it, else by the name with
 * {@code userDomain}, else the name with the domain. Names are never mapped twice.
 *
 * <p>An entry that is written exactly like the name wins; otherwise one that differs from it by
 * case alone, unless there are several such. The user is written as the entry writes it; the case
 * of a name without an entry stays as it is. An entry holds on the dates it says; on others it is
 * as if it were not there.
 */
public record Identity(
    @Key(doc = "Path of the user's name, such as user or actor.email.", required = true)
        String field,
    @Key(doc = "Domain added to names without @, such as example.com; default: none.")
        String userDomain,
    @Key(
            doc =
                "Name in the log to the user it stands for; or to a list of {user, from, to}, the"
                    + " user it stands for from one event date to another, both included and both"
                    + " optional. Case counts only where names differ by nothing else.")
        Map<String, Object> userMap)
    implements Serializable, Checked {
  private static final long serialVersionUID = 1L;

  private static final List<String> KEYS = List.of("user", "from", "to");

  /** Copies the map. */
  public Identity {
    userMap =
        userMap == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(userMap));
  }

  @Override
  public void check() {
    if (field.isEmpty()) {
      throw new IllegalKeyException("field", "names no path, such as actor.email");
    }
    if (field.equals(Enricher.ORIGINAL) || field.startsWith(Enricher.ORIGINAL + '.')) {
      throw new IllegalKeyException(
          "field", "is %s, where names are kept as they were; rename it first".formatted(field));
    }
    if (userDomain == null && userMap.isEmpty()) {
      throw new IllegalKeyException("field", "is mapped to nothing; give user_domain or user_map");
    }
    if (userDomain != null && !userDomain.matches("[^@\\s]+")) {
      throw new IllegalKeyException(
          "user_domain",
          "is \"%s\"; write it without @, such as example.com".formatted(userDomain));
    }
    userMap.forEach(Identity::spans);
  }

  /** All names that the map has: those in the log, and the users they stand for. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(userMap.keySet());
    spans().values().forEach(spans -> spans.forEach(span -> names.add(span.user())));
    return names;
  }

  /** The names in the log that stand for a user by an entry, on whatever dates. */
  public Set<String> namedIn(String user) {
    Set<String> names = new LinkedHashSet<>();
    userMap.forEach(
        (name, entry) -> {
          if (spans(name, entry).stream().anyMatch(span -> span.user().equals(user))) {
            names.add(name);
          }
        });
    return names;
  }

  /** A name with the domain, as it is added; the name itself where none is. */
  public String withDomain(String name) {
    return userDomain == null || name.indexOf('@') >= 0 ? name : name + '@' + userDomain;
  }

  /** The name to which the domain is added for it to be a user; the user where none is. */
  public String withoutDomain(String user) {
    return userDomain != null && user.endsWith("@" + userDomain)
        ? user.substring(0, user.length() - userDomain.length() - 1)
        : user;
  }

  /**
   * A time in which a name stands for a user.
   *
   * @param from the first event date, in days since 1970
   * @param to the last one
   */
  record Span(String user, long from, long to) implements Serializable {
    private static final long serialVersionUID = 1L;

    boolean covers(long day) {
      return from <= day && day <= to;
    }
  }

  /** The times of each name, in the order of the config. */
  Map<String, List<Span>> spans() {
    Map<String, List<Span>> spans = new LinkedHashMap<>();
    userMap.forEach((name, value) -> spans.put(name, spans(name, value)));
    return spans;
  }

  private static List<Span> spans(String name, Object value) {
    String key = "user_map." + quoted(name);
    if (name.isEmpty()) {
      throw new IllegalKeyException("user_map", "has an entry for a name without a letter");
    }
    if (!(value instanceof List<?> list)) {
      return List.of(
          value instanceof Map<?, ?> map
              ? span(key, map)
              : new Span(user(key, value), Long.MIN_VALUE, Long.MAX_VALUE));
    }
    if (list.isEmpty()) {
      throw new IllegalKeyException(key, "is empty; wanted: a user, or a list of {user, from, to}");
    }
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = key + ".[" + i + "]";
      if (!(list.get(i) instanceof Map<?, ?> map)) {
        throw new IllegalKeyException(at, "is no mapping; wanted: {user, from, to}");
      }
      Span span = span(at, map);
      for (int other = 0; other < i; other++) {
        if (spans.get(other).from() <= span.to() && span.from() <= spans.get(other).to()) {
          throw new IllegalKeyException(
              at, "overlaps with [%d]; from and to are both included".formatted(other));
        }
      }
      spans.add(span);
    }
    return List.copyOf(spans);
  }

  private static Span span(String key, Map<?, ?> map) {
    for (Object given : map.keySet()) {
      if (!KEYS.contains(given)) {
        throw new IllegalKeyException(
            key + '.' + quoted(String.valueOf(given)), "is not a key; keys: " + KEYS);
      }
    }
    String user = user(key + ".user", map.get("user"));
    long from = day(key + ".from", map.get("from"), Long.MIN_VALUE);
    long to = day(key + ".to", map.get("to"), Long.MAX_VALUE);
    if (from > to) {
      throw new IllegalKeyException(
          key + ".to", "is %s, before from: %s".formatted(map.get("to"), map.get("from")));
    }
    return new Span(user, from, to);
  }

  private static String quoted(String part) {
    return '"' + part.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String user(String key, Object value) {
    if (value == null || value.equals("")) {
      throw new IllegalKeyException(key, "is missing; wanted: a user, such as jo@example.com");
    }
    if (!(value instanceof String user)) {
      throw new IllegalKeyException(
          key, "is %s, which is not a text; put it in quotes".formatted(value));
    }
    return user;
  }

  private static long day(String key, Object value, long otherwise) {
    if (value == null) {
      return otherwise;
    }
    try {
      return LocalDate.parse(value.toString()).toEpochDay();
    } catch (DateTimeParseException none) {
      throw new IllegalKeyException(
          key, "is %s, which is not a date such as 2026-01-31".formatted(value));
    }
  }
}
