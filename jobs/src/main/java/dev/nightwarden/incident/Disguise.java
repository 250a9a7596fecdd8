package dev.nightwarden.incident;

import dev.nightwarden.organisation.Draws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes messages of the log another actor's, of another time, as if the log had always had them.
 * What names the actor becomes the other's, ids and session ids new ones of the same look, times
 * are written anew; what somebody did, and from where, stays.
 */
final class Disguise {
  /** Shorter names are parts of too many words. */
  private static final int SHORTEST_NAME = 4;

  private final LogShape shape;
  private final Account victim;
  private final Map<String, Object> identity;
  private final Draws draws;
  private final boolean isOneSession;
  private final Map<String, Object> sessions = new HashMap<>();

  /**
   * For one incident.
   *
   * @param isOneSession whether all messages become one session; else what was one stays one
   */
  Disguise(LogShape shape, Account victim, Draws draws, boolean isOneSession) {
    this.shape = shape;
    this.victim = victim;
    this.isOneSession = isOneSession;
    this.identity = shape.identity(victim);
    this.draws = draws;
  }

  /** A message as one of the victim's. */
  Recorded as(Recorded original, long micros) {
    return as(original, micros, Map.of());
  }

  /**
   * The same.
   *
   * @param also values to be put in the place of others, by path
   */
  Recorded as(Recorded original, long micros, Map<String, Object> also) {
    boolean isOthers = !victim.actor().equals(original.actor());
    Recorded near = isOthers && shape.holder().isPresent() ? victim.nearest(micros) : null;
    String held = near == null ? null : shape.holder().get() + ".";
    Map<String, Object> adopted =
        near == null
            ? original.data()
            : Leaves.adopting(original.data(), shape.holder().get(), near.data());
    List<String[]> names = names(original, near, held);
    String[] id = {null};
    Map<String, Object> data =
        Leaves.map(
            adopted,
            (path, value) -> {
              if (also.containsKey(path)) {
                return also.get(path);
              }
              boolean isVictims = held != null && path.startsWith(held);
              if (shape.isTime(path)) {
                long written = isVictims ? near.micros() : original.micros();
                Object moved = WrittenMoment.moved(value, written, micros - written);
                return moved == null ? value : moved;
              }
              if (shape.isUnique(path)) {
                Object made = shape.lookalike(path, micros, draws);
                if (value.toString().equals(original.id())) {
                  id[0] = made.toString();
                }
                return made;
              }
              if (shape.isToken(path)) {
                return sessions.computeIfAbsent(
                    isOneSession ? path : path + '\n' + value,
                    token -> shape.lookalike(path, micros, draws));
              }
              if (isVictims) {
                return value;
              }
              if (shape.isIdentity(path)) {
                return identity.getOrDefault(path, renamed(value, names));
              }
              return renamed(value, names);
            });
    return new Recorded(
        original.transport(),
        id[0] == null ? shape.id(micros, draws) : id[0],
        micros,
        victim.actor(),
        data,
        original.sourceFile(),
        original.ingested());
  }

  /**
   * What stands for what in texts: the actors' names, and the words and numbers that go with them.
   */
  private List<String[]> names(Recorded original, Recorded near, String held) {
    List<String[]> names = names(original.actor(), victim.actor());
    if (near != null) {
      Map<String, Object> theirs = Leaves.of(near.data());
      Leaves.of(original.data())
          .forEach(
              (path, own) -> {
                if (path.startsWith(held)
                    && theirs.get(path) instanceof String other
                    && own instanceof String text
                    && text.matches("(?=.*\\d)\\S{6,}")
                    && !shape.isTime(path)
                    && !text.equals(other)) {
                  names.add(new String[] {text, other});
                }
              });
    }
    return names;
  }

  /** A text in which one actor's names are another's. */
  private static Object renamed(Object value, List<String[]> names) {
    if (!(value instanceof String text)) {
      return value;
    }
    String renamed = text;
    for (String[] name : names) {
      if (renamed.contains(name[0])) {
        renamed =
            Pattern.compile("(?<![\\w.-])" + Pattern.quote(name[0]) + "(?![\\w-])")
                .matcher(renamed)
                .replaceAll(Matcher.quoteReplacement(name[1]));
      }
    }
    return renamed;
  }

  /** What stands for what: the whole names, then what is before an {@code @} or last in a path. */
  private static List<String[]> names(String from, String to) {
    List<String[]> names = new ArrayList<>();
    if (from != null && !from.equals(to)) {
      names.add(new String[] {from, to});
      for (String cut : List.of("@.*", ".*[\\\\/:]")) {
        String shortFrom = from.replaceFirst(cut, "");
        String shortTo = to.replaceFirst(cut, "");
        if (!shortFrom.equals(from) && shortFrom.length() >= SHORTEST_NAME && !shortTo.isEmpty()) {
          names.add(new String[] {shortFrom, shortTo});
        }
      }
      names.removeIf(name -> name[0].length() < SHORTEST_NAME);
    }
    return names;
  }
}
