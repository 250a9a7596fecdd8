package dev.nightwarden.incident;

import dev.nightwarden.organisation.Draws;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the paths of a log's records are, told from how their values go with messages, actors and
 * sessions: so that a message can be made another's, or another's origin be given to it, without a
 * value that gives it away.
 */
final class LogShape {
  /** Sessions of fewer messages say nothing of what is constant in them. */
  private static final int SESSION = 3;

  private static final List<Long> PRECISIONS = List.of(1_000_000L, 1_000L);

  private final Map<String, PathFigures> paths = new TreeMap<>();
  private final Map<String, Lookalike> lookalikes = new HashMap<>();
  private final Set<String> unique = new TreeSet<>();
  private final Set<String> tokens = new TreeSet<>();
  private final Set<String> identity = new TreeSet<>();
  private final Set<String> times = new TreeSet<>();
  private final Set<String> origin = new TreeSet<>();
  private final Set<String> place = new TreeSet<>();
  private final Map<String, Object> constants = new TreeMap<>();
  private final Lookalike ids;
  private final String address;
  private final long precision;

  /**
   * @param actorPath where the record says who it is of
   */
  LogShape(List<Account> accounts, String actorPath) {
    List<Recorded> all = accounts.stream().flatMap(each -> each.messages().stream()).toList();
    this.address = address(all);
    for (Recorded message : all) {
      Object from = address == null ? null : Leaves.of(message.data()).get(address);
      Leaves.each(
          message.data(),
          (path, value) ->
              paths.computeIfAbsent(path, p -> new PathFigures()).add(message, value, from));
    }
    accounts.forEach(this::addSessions);
    paths.forEach((path, figures) -> sort(path, figures, actorPath));
    this.ids = new Lookalike(all.stream().map(Recorded::id).toList());
    this.precision =
        PRECISIONS.stream()
            .filter(unit -> all.stream().allMatch(message -> message.micros() % unit == 0))
            .findFirst()
            .orElse(1L);
  }

  private static String address(List<Recorded> all) {
    Map<String, PathFigures> found = new TreeMap<>();
    for (Recorded message : all) {
      Leaves.each(
          message.data(),
          (path, value) ->
              found.computeIfAbsent(path, p -> new PathFigures()).add(message, value, null));
    }
    String best = null;
    for (var path : found.entrySet()) {
      boolean isBetter = best == null || path.getValue().messages() > found.get(best).messages();
      if (Leaves.isSingle(path.getKey()) && path.getValue().isAddress() && isBetter) {
        best = path.getKey();
      }
    }
    return best;
  }

  private void addSessions(Account account) {
    for (List<Recorded> session : account.sessions()) {
      if (session.size() >= SESSION) {
        Map<String, Set<Object>> shown = new HashMap<>();
        session.forEach(
            message ->
                Leaves.each(
                    message.data(),
                    (path, value) -> shown.computeIfAbsent(path, p -> new HashSet<>()).add(value)));
        shown.forEach((path, values) -> paths.get(path).addSession(values));
      }
    }
  }

  private void sort(String path, PathFigures figures, String actorPath) {
    if (path.equals(actorPath)) {
      identity.add(path);
    } else if (figures.isTime()) {
      times.add(path);
    } else if (figures.isUnique()) {
      unique.add(path);
      lookalikes.put(path, new Lookalike(figures.values()));
    } else if (figures.constant().isPresent()) {
      constants.put(path, figures.constant().get());
    } else if (figures.isIdentity()) {
      identity.add(path);
    } else if (figures.isToken()) {
      tokens.add(path);
      lookalikes.put(path, new Lookalike(figures.values()));
    } else if (path.equals(address) || (figures.goesWithAddress() && Leaves.isSingle(path))) {
      place.add(path);
      origin.add(path);
    } else if (figures.isOrigin() && Leaves.isSingle(path)) {
      origin.add(path);
    }
  }

  /** The path of the address that messages come from; empty where the log has none. */
  Optional<String> address() {
    return Optional.ofNullable(address);
  }

  boolean isUnique(String path) {
    return unique.contains(path);
  }

  boolean isToken(String path) {
    return tokens.contains(path);
  }

  boolean isIdentity(String path) {
    return identity.contains(path);
  }

  boolean isTime(String path) {
    return times.contains(path);
  }

  /** The numbers, as of an account, that nearly all messages have, by path. */
  Map<String, Object> constants() {
    return constants;
  }

  /** Where it is said from where and with what somebody works: the same in one session. */
  Set<String> origin() {
    return origin;
  }

  /** Of the origin, what the address decides, the address itself included. */
  Set<String> place() {
    return place;
  }

  /** The paths of amounts, those that most messages have first. */
  List<String> amounts() {
    return paths.entrySet().stream()
        .filter(path -> !unique.contains(path.getKey()) && !times.contains(path.getKey()))
        .filter(path -> path.getValue().isAmount())
        .sorted((a, b) -> b.getValue().messages() - a.getValue().messages())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A value that looks like those at a path and is none of them. */
  Object lookalike(String path, Draws draws) {
    return lookalikes.get(path).next(draws);
  }

  /** A message under another id, which it also says where it said the old one. */
  Recorded renamed(Recorded message, Draws draws) {
    Object[] made = {null};
    Map<String, Object> data =
        Leaves.map(
            message.data(),
            (path, value) -> {
              if (isUnique(path) && value.toString().equals(message.id())) {
                made[0] = lookalike(path, draws);
                return made[0];
              }
              return value;
            });
    return message.with(made[0] == null ? id(draws) : made[0].toString(), data);
  }

  /** An id that looks like those of the messages and is none of them. */
  String id(Draws draws) {
    return ids.next(draws).toString();
  }

  /** A moment as exact as those of the log, near this one. */
  long moment(double micros, Draws draws) {
    long coarse = Math.floorDiv((long) micros, 1_000_000L) * 1_000_000L;
    return precision == 1_000_000L
        ? coarse
        : coarse + precision * draws.below((int) (1_000_000L / precision));
  }

  /** What names an account, by path: what it showed last. */
  Map<String, Object> identity(Account account) {
    Map<String, Object> own = new TreeMap<>();
    for (Recorded message : account.messages()) {
      Leaves.each(
          message.data(),
          (path, value) -> {
            if (identity.contains(path)) {
              own.put(path, value);
            }
          });
    }
    return own;
  }

  /** The origin of a message, by path. */
  Map<String, Object> originOf(Recorded message) {
    return kept(message, origin);
  }

  /** The place of a message, by path. */
  Map<String, Object> placeOf(Recorded message) {
    return kept(message, place);
  }

  private static Map<String, Object> kept(Recorded message, Set<String> wanted) {
    return Leaves.of(message.data()).entrySet().stream()
        .filter(leaf -> wanted.contains(leaf.getKey()))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  /** What was found, for a log line. */
  String described() {
    return "address %s; origin %s; names the actor %s; new with each message %s; with each session %s; times %s"
        .formatted(address, origin, identity, unique, tokens, times);
  }
}
