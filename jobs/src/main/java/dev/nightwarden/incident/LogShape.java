package dev.nightwarden.incident;

import dev.nightwarden.organisation.Draws;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
  private final Map<String, CountedIds> counted = new HashMap<>();
  private final Set<String> withoutGap = new TreeSet<>();
  private final CountedIds countedIds;
  private final Lookalike ids;
  private final String address;
  private final String holder;
  private final long precision;
  private final int messages;

  /**
   * @param actorPath where the record says who it is of; null, or no path of the records: the path
   *     that holds the names is looked for
   */
  LogShape(List<Account> accounts, String actorPath) {
    List<Recorded> all = accounts.stream().flatMap(each -> each.messages().stream()).toList();
    this.messages = all.size();
    for (Recorded message : all) {
      Leaves.each(
          message.data(),
          (path, value) -> paths.computeIfAbsent(path, p -> new PathFigures()).add(message, value));
    }
    this.address = mostFrequent(PathFigures::isAddress);
    if (address != null) {
      all.forEach(message -> addFrom(Leaves.of(message.data()).get(address), message));
    }
    accounts.forEach(this::addSessions);
    String naming =
        actorPath != null && paths.containsKey(actorPath)
            ? actorPath
            : mostFrequent(PathFigures::namesActor);
    this.holder = holder(all, naming);
    paths.forEach((path, figures) -> sort(path, figures, naming));
    for (String path : unique) {
      CountedIds.of(all, message -> Leaves.of(message.data()).get(path))
          .ifPresent(counting -> counted.put(path, counting));
    }
    this.countedIds = CountedIds.of(all, Recorded::id).orElse(null);
    this.ids = new Lookalike(all.stream().map(Recorded::id).toList());
    this.precision =
        PRECISIONS.stream()
            .filter(unit -> all.stream().allMatch(message -> message.micros() % unit == 0))
            .findFirst()
            .orElse(1L);
  }

  /** Of the single paths of a kind the one that most messages have; null without any. */
  private String mostFrequent(Predicate<PathFigures> isOne) {
    return paths.entrySet().stream()
        .filter(path -> Leaves.isSingle(path.getKey()) && isOne.test(path.getValue()))
        .max(
            Comparator.<Map.Entry<String, PathFigures>>comparingInt(
                    path -> path.getValue().messages())
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private void addFrom(Object from, Recorded message) {
    if (from != null) {
      Leaves.each(message.data(), (path, value) -> paths.get(path).addFrom(from, value));
    }
  }

  /**
   * The object that says who did it and little else: it holds the actor's name, and an actor shows
   * few different ones. Null where there is none.
   */
  private String holder(List<Recorded> all, String naming) {
    int end = naming == null ? -1 : naming.lastIndexOf('.');
    String under = end < 0 ? null : naming.substring(0, end + 1);
    if (under == null
        || (address != null && address.startsWith(under))
        || paths.keySet().stream().anyMatch(path -> path.startsWith(under) && isAgent(path))) {
      return null;
    }
    Set<String> steady =
        paths.entrySet().stream()
            .filter(path -> path.getKey().startsWith(under))
            .filter(path -> !path.getValue().isTime() && !path.getValue().isUnique())
            .filter(path -> !path.getValue().isToken())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Set<Object> different = new HashSet<>();
    for (Recorded message : all) {
      List<Object> shown = new ArrayList<>();
      shown.add(message.actor());
      Leaves.each(
          message.data(),
          (path, value) -> {
            if (steady.contains(path)) {
              shown.add(path);
              shown.add(value);
            }
          });
      different.add(shown);
    }
    return different.size() * 5L <= all.size() ? naming.substring(0, end) : null;
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
    } else if (holder != null && path.startsWith(holder + ".")) {
      return; // It goes with who did it, not with where from.
    } else if (path.equals(address) || (figures.goesWithAddress() && Leaves.isSingle(path))) {
      place.add(path);
      origin.add(path);
    } else if (figures.isOrigin() && Leaves.isSingle(path)) {
      origin.add(path);
    }
  }

  /** The path of the object that says who did it; empty where the records have none. */
  Optional<String> holder() {
    return Optional.ofNullable(holder);
  }

  /** What programs say of themselves, by path, as far as the log tells or names it. */
  Map<String, Object> agentOf(Recorded message) {
    return kept(
        message,
        paths.keySet().stream()
            .filter(path -> Leaves.isSingle(path) && !place.contains(path))
            .filter(path -> origin.contains(path) || isAgent(path))
            .collect(Collectors.toSet()));
  }

  private static boolean isAgent(String path) {
    String key = path.substring(path.lastIndexOf('.') + 1);
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").endsWith("useragent");
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

  /** What the address decides, without the address. */
  Set<String> whereabouts() {
    Set<String> others = new TreeSet<>(place);
    others.remove(address);
    return others;
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
  Object lookalike(String path, long micros, Draws draws) {
    return fresh(counted.get(path), lookalikes.get(path), path, micros, draws);
  }

  private Object fresh(
      CountedIds counting, Lookalike others, String path, long micros, Draws draws) {
    Optional<Object> next = counting == null ? Optional.empty() : counting.next(micros, draws);
    if (counting != null && next.isEmpty()) {
      withoutGap.add(path);
    }
    return next.orElseGet(() -> others.next(draws));
  }

  /** Where ids count up, and left none between two for a message that was made since. */
  Set<String> withoutGap() {
    return withoutGap;
  }

  /** Where one message in ten or more seems to have a time, in a form that is not read. */
  Set<String> unreadTimes() {
    return paths.entrySet().stream()
        .filter(path -> !isTime(path.getKey()) && path.getValue().isUnreadTime())
        .filter(path -> path.getValue().messages() >= .1 * messages)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A message under another id, which it also says where it said the old one. */
  Recorded renamed(Recorded message, Draws draws) {
    Object[] made = {null};
    Map<String, Object> data =
        Leaves.map(
            message.data(),
            (path, value) -> {
              if (isUnique(path) && value.toString().equals(message.id())) {
                made[0] = lookalike(path, message.micros(), draws);
                return made[0];
              }
              return value;
            });
    return message.with(made[0] == null ? id(message.micros(), draws) : made[0].toString(), data);
  }

  /** An id that looks like those of the messages and is none of them. */
  String id(long micros, Draws draws) {
    return fresh(countedIds, ids, "the id", micros, draws).toString();
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
    return "address %s; origin %s; names the actor %s; says who it is %s; new with each message %s; with each session %s; times %s"
        .formatted(address, origin, identity, holder, unique, tokens, times);
  }
}
