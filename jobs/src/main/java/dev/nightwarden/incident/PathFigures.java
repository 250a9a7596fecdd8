package dev.nightwarden.incident;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the values at one path go with messages, actors, sessions and addresses. */
final class PathFigures {
  private static final long DAY = 86_400_000_000L;

  /** So many messages tell whether a path holds times. */
  private static final int LOOKED_AT = 300;

  /** A value's use. */
  private static final class Use {
    private int messages;
    private String actor;
    private boolean isOfMany;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
  }

  private final Map<Object, Use> values = new HashMap<>();
  private final Map<String, Set<Object>> byActor = new HashMap<>();
  private final Map<Object, Set<Object>> byAddress = new HashMap<>();
  private int messages;
  private int times;
  private int unreadTimes;
  private int named;
  private int ofActor;
  private int sessions;
  private int constantSessions;

  void add(Recorded message, Object value) {
    messages++;
    Use use = values.computeIfAbsent(value, v -> new Use());
    use.messages++;
    use.isOfMany |= use.actor != null && !use.actor.equals(message.actor());
    use.actor = message.actor();
    use.first = Math.min(use.first, message.micros());
    use.last = Math.max(use.last, message.micros());
    byActor.computeIfAbsent(message.actor(), a -> new HashSet<>()).add(value);
    if (messages <= LOOKED_AT && WrittenMoment.isOne(value, message.micros())) {
      times++;
    }
    if (messages <= LOOKED_AT && WrittenMoment.isUnread(value)) {
      unreadTimes++;
    }
    if (value.toString().equals(message.id())) {
      named++;
    }
    // An actor by SQL is often the name in small letters.
    if (value instanceof String text
        && text.toLowerCase(Locale.ROOT).contains(message.actor().toLowerCase(Locale.ROOT))) {
      ofActor++;
    }
  }

  /** Adds that a message has both. */
  void addFrom(Object address, Object value) {
    byAddress.computeIfAbsent(address, a -> new HashSet<>()).add(value);
  }

  /** Adds a session of several messages: the different values it showed here. */
  void addSession(Set<Object> shown) {
    sessions++;
    if (shown.size() == 1) {
      constantSessions++;
    }
  }

  int messages() {
    return messages;
  }

  Set<Object> values() {
    return values.keySet();
  }

  /** Whether it names the message as its id does. */
  boolean isId() {
    return messages > 0 && named >= .95 * messages;
  }

  /** Whether it holds the name of the actor, in a word. */
  boolean namesActor() {
    return ofActor >= .98 * messages
        && values.keySet().stream().limit(500).allMatch(v -> v.toString().matches("\\S+"));
  }

  /** Whether no value comes twice, and there are enough to say so. */
  boolean isUnique() {
    return isId() || (messages >= 50 && values.size() == messages && isWord());
  }

  boolean isTime() {
    return times >= .9 * Math.min(LOOKED_AT, messages);
  }

  /** Whether it seems to hold times in a form that is not read. */
  boolean isUnreadTime() {
    return messages > 0 && unreadTimes >= .9 * Math.min(LOOKED_AT, messages);
  }

  /**
   * The number, as of an account or a customer, that nearly all messages have; empty where there is
   * none.
   */
  Optional<Object> constant() {
    return values.entrySet().stream()
        .filter(value -> messages >= 20 && value.getValue().messages >= .98 * messages)
        .map(Map.Entry::getKey)
        .filter(
            value ->
                value.toString().matches("(?:\\S*\\d){4}\\S*") && value.toString().length() >= 6)
        .findFirst();
  }

  /**
   * Whether it names the actor: one value for each, which is nobody else's, over days. What several
   * share, such as a department, is no such thing.
   */
  boolean isIdentity() {
    long steady = byActor.values().stream().filter(shown -> shown.size() == 1).count();
    long own = values.values().stream().filter(use -> !use.isOfMany).count();
    return byActor.size() >= 5
        && messages >= 10 * byActor.size()
        && steady >= .98 * byActor.size()
        && own >= .98 * values.size()
        && isWord();
  }

  /**
   * Whether its values come with a few messages of one actor, go within a day, and then are new
   * ones.
   */
  boolean isToken() {
    long brief =
        values.values().stream().filter(use -> !use.isOfMany && use.last - use.first < DAY).count();
    long pairs = Math.max(1, byActor.size());
    return values.size() >= 20
        && messages >= 1.3 * values.size()
        && values.size() >= 3 * pairs
        && brief >= .98 * values.size()
        && isWord()
        && hasDigits();
  }

  /** Whether a session shows one value here, and an actor's sessions several. */
  boolean isOrigin() {
    long several = byActor.values().stream().filter(shown -> shown.size() > 1).count();
    long most = values.values().stream().mapToLong(use -> use.messages).max().orElse(0);
    return sessions >= 20
        && most <= .95 * messages
        && constantSessions >= .85 * sessions
        && several >= .2 * byActor.size();
  }

  /** Whether the address decides the value. */
  boolean goesWithAddress() {
    long decided = byAddress.values().stream().filter(shown -> shown.size() == 1).count();
    return byAddress.size() >= 5 && values.size() > 1 && decided >= .98 * byAddress.size();
  }

  /**
   * Whether most messages have an address here; the others may say in words that they are of the
   * system itself.
   */
  boolean isAddress() {
    long there =
        values.entrySet().stream()
            .filter(value -> looksLikeAddress(value.getKey()))
            .mapToLong(value -> value.getValue().messages)
            .sum();
    return values.size() >= 3 && there >= .75 * messages;
  }

  private static boolean looksLikeAddress(Object value) {
    return value instanceof String text
        && text.length() <= 45
        && (text.matches("\\d{1,3}(\\.\\d{1,3}){3}")
            || text.matches("[0-9a-fA-F]*:[0-9a-fA-F:.]+"));
  }

  /**
   * Whether the values are sizes: numbers of which there are many, the largest far from the rest.
   */
  boolean isAmount() {
    if (values.size() < 50 || values.size() < .3 * messages) {
      return false;
    }
    double[] sizes =
        values.keySet().stream()
            .filter(Number.class::isInstance)
            .mapToDouble(value -> ((Number) value).doubleValue())
            .sorted()
            .toArray();
    return sizes.length == values.size()
        && sizes[0] >= 0
        && sizes[sizes.length - 1] >= 20 * Math.max(1, sizes[sizes.length / 2]);
  }

  /** Whether the values are single words, as names and ids are, and no addresses. */
  private boolean isWord() {
    return !isAddress()
        && values.keySet().stream()
            .limit(500)
            .allMatch(value -> value instanceof Long || value.toString().matches("[^\\s/]{3,120}"));
  }

  private boolean hasDigits() {
    return values.keySet().stream()
            .limit(500)
            .filter(value -> value.toString().chars().anyMatch(Character::isDigit))
            .count()
        >= .9 * Math.min(500, values.size());
  }
}
