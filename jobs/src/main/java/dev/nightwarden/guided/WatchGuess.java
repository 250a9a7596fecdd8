package dev.nightwarden.guided;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proposes fields to watch by how they vary: those that an actor has few values of and rarely a new
 * one. Ids, constants, times, amounts and free text are none.
 */
final class WatchGuess {
  /** An actor's first records, in which everything is new. */
  private static final int WARM_UP = 5;

  /** With fewer records after the first of an actor, how often values are new cannot be told. */
  private static final int FEWEST_JUDGED = 20;

  /** A field with a new value in more of an actor's records would raise alerts all day. */
  private static final double MOST_NEW = 0.25;

  /** Above this share of new values a field counts for less. */
  private static final double OFTEN_NEW = 0.08;

  private static final double LEAST_COVERAGE = 0.02;
  private static final double NEARLY_ALL = 0.98;
  private static final double SOME_ACTORS = 0.05;
  private static final int LONGEST = 150;

  /** A program names itself, its system and its libraries. */
  private static final int LONGEST_PROGRAM = 400;

  /**
   * Of two fields that say the same each tells the other in so many of the records in which that
   * does not have its usual value (Goodman and Kruskal's lambda, 1954).
   */
  private static final double NEARLY_ALWAYS = 0.9;

  private static final int MOST_NUMBERS = 40;

  /** Fields that score less say little. */
  private static final double LEAST_SCORE = 1.8;

  /** A name says more than a number that stands for it. */
  private static final double LEGIBLE = 0.3;

  private static final Set<String> WHERE_FROM =
      Set.of(
          "ip", "address", "source", "src", "country", "city", "place", "region", "network",
          "remote");

  private static final Set<String> WITH_WHAT =
      Set.of(
          "agent",
          "browser",
          "os",
          "device",
          "program",
          "image",
          "client",
          "application",
          "app",
          "mfa");

  private static final Set<String> WHAT_DONE =
      Set.of(
          "action",
          "event",
          "method",
          "operation",
          "outcome",
          "status",
          "result",
          "error",
          "command",
          "state",
          "service",
          "way",
          "logon",
          "auth",
          "rcode",
          "channel");

  private static final Set<String> ABOUT =
      Set.of(
          "host",
          "hostname",
          "server",
          "resp",
          "destination",
          "proto",
          "port",
          "type",
          "role",
          "kind");

  private static final Set<String> DULL =
      Set.of(
          "id",
          "uuid",
          "guid",
          "hash",
          "count",
          "bytes",
          "size",
          "length",
          "len",
          "duration",
          "time",
          "date",
          "version",
          "message",
          "text",
          "description",
          "task",
          "keywords",
          "process",
          "pid",
          "offset",
          "line",
          "record",
          "level",
          "severity",
          "opcode",
          "uid",
          "collector",
          "raw",
          "history",
          "packets",
          "pkts");

  /** Words of what a machine counts up or makes up, wherever in a name they stand. */
  private static final Set<String> MADE_UP = Set.of("guid", "uuid", "thread", "hash", "hashes");

  /** Numbers that name a kind of event, where they are few. */
  private static final Set<String> KINDS = Set.of("eventid", "eventcode", "eventtype");

  /** A kind of event has at least so many records, on average. */
  private static final int RECORDS_OF_A_KIND = 4;

  /** Words of amounts, wherever in a name they stand. */
  private static final Set<String> MEASURES =
      Set.of(
          "bytes",
          "size",
          "count",
          "length",
          "duration",
          "packets",
          "pkts",
          "repeated",
          "header",
          "depth");

  private WatchGuess() {}

  /**
   * A field worth watching.
   *
   * @param isOptional whether some records, or some actors, never have it
   * @param often how often an actor shows a new value after its first records, in [0, 1]
   * @param values how many different values there are
   * @param perActor how many of them an actor has, on average
   * @param coverage the share of records with an actor that have it, in [0, 1]
   * @param score how worth it is, higher is more
   */
  record Watch(
      String path,
      boolean isOptional,
      double often,
      int values,
      double perActor,
      double coverage,
      double score) {
    /** The weight of its reporter: less where new values are an everyday thing. */
    double weight() {
      return often > OFTEN_NEW ? 0.6 : 1.0;
    }
  }

  /**
   * The fields worth watching, the best first.
   *
   * @param records in the order in which they happened
   * @param actor the path of who is watched
   * @param passedOver paths that are times and ids
   * @param most how many at most
   */
  static List<Watch> watches(
      SampledRecords records, String actor, Set<String> passedOver, int most) {
    SampledField actors = records.field(actor);
    List<Watch> found = new ArrayList<>();
    for (SampledField field : records.all()) {
      if (!field.path().equals(actor) && !passedOver.contains(field.path())) {
        watch(field, actors).filter(watch -> watch.score() > LEAST_SCORE).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingDouble(Watch::score).reversed().thenComparing(Watch::path));
    List<Watch> chosen = new ArrayList<>();
    for (Watch watch : found) {
      SampledField field = records.field(watch.path());
      boolean isNew =
          chosen.stream().noneMatch(other -> saysNearlyTheSame(field, records.field(other.path())));
      if (isNew && chosen.size() < most) {
        chosen.add(watch);
      }
    }
    return List.copyOf(chosen);
  }

  /** What a field shows of the actors; empty where it is not worth watching. */
  static Optional<Watch> watch(SampledField field, SampledField actors) {
    int present = field.present();
    int distinct = field.distinct();
    if (!field.isPlain()
        || distinct < 2
        || field.length() > longest(field)
        || isAmount(field, distinct)
        || (present >= FEWEST_JUDGED && 2 * distinct > present)) {
      return Optional.empty();
    }
    Variation variation = Variation.of(field, actors);
    if (variation.often() > MOST_NEW
        || variation.coverage() < LEAST_COVERAGE
        || variation.distinct() < 2
        || saysTheSame(field, actors)) {
      return Optional.empty();
    }
    double coverage = variation.coverage();
    double score =
        1
            + name(field)
            + 2 * coverage
            + Math.min(1, variation.perActor() - 1)
            - 4 * variation.often();
    return Optional.of(
        new Watch(
            field.path(),
            coverage < NEARLY_ALL || variation.without() >= SOME_ACTORS,
            variation.often(),
            distinct,
            variation.perActor(),
            coverage,
            score));
  }

  private static int longest(SampledField field) {
    return field.words().contains("agent") ? LONGEST_PROGRAM : LONGEST;
  }

  /** Numbers that measure something, rather than stand for it. */
  private static boolean isAmount(SampledField field, int distinct) {
    if (field.numbers() < 0.9 || isKind(field)) {
      return false;
    }
    if (field.words().stream().anyMatch(MEASURES::contains)) {
      return true;
    }
    boolean hasParts =
        field.some().stream()
            .anyMatch(
                v -> v instanceof BigDecimal || v.toString().matches("-?\\d+\\.\\d*[1-9]\\d*"));
    return hasParts || distinct > MOST_NUMBERS;
  }

  private static boolean isKind(SampledField field) {
    return KINDS.contains(SampledField.plainName(field.lastPart()))
        && RECORDS_OF_A_KIND * field.distinct() <= field.present();
  }

  private static double name(SampledField field) {
    List<String> words = field.words();
    if (isKind(field)) {
      return 2;
    }
    if (words.stream().anyMatch(MADE_UP::contains)) {
      return -3;
    }
    double score = 0;
    score = words.stream().anyMatch(ABOUT::contains) ? 1 : score;
    score = words.stream().anyMatch(WHAT_DONE::contains) ? 2 : score;
    score = words.stream().anyMatch(WITH_WHAT::contains) ? 2.5 : score;
    score = words.stream().anyMatch(WHERE_FROM::contains) ? 3 : score;
    score = field.addresses() > 0.5 && score < 2 ? 2 : score;
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    boolean isDull =
        DULL.contains(last)
            || words.stream().anyMatch(MEASURES::contains)
            || isOwnPort(words)
            || (score == 0 && isMark(field));
    // What lies deep is a detail of something else.
    score += field.numbers() < 0.5 ? LEGIBLE : 0;
    score -= 0.5 * field.path().chars().filter(c -> c == '.').count();
    return isDull ? score - 3 : score;
  }

  /** A name of a letter or two is a bit of a protocol, which nobody could judge. */
  private static boolean isMark(SampledField field) {
    return field.lastPart().length() <= 2;
  }

  /** The port that somebody comes from is any that was free. */
  private static boolean isOwnPort(List<String> words) {
    return (words.contains("port") || words.contains("p"))
        && words.stream().anyMatch(Set.of("orig", "src", "source", "client")::contains);
  }

  /**
   * How a field varies for its actors.
   *
   * @param often see {@link Watch#often}
   * @param perActor see {@link Watch#perActor}
   * @param without the share of the actors that never have a value
   * @param coverage the share of the actors' records that have one
   * @param distinct how many values the actors have
   */
  private record Variation(
      double often, double perActor, double without, double coverage, int distinct) {
    static Variation of(SampledField field, SampledField actors) {
      Map<Object, Integer> records = new HashMap<>();
      Map<Object, Set<Object>> seen = new HashMap<>();
      int judged = 0;
      int fresh = 0;
      int present = 0;
      for (int i = 0; i < field.values().size(); i++) {
        Object actor = actors.values().get(i);
        if (actor == null) {
          continue;
        }
        int before = records.merge(actor, 1, Integer::sum) - 1;
        Object value = field.values().get(i);
        present += value == null ? 0 : 1;
        boolean isNew =
            value != null && seen.computeIfAbsent(actor, a -> new HashSet<>()).add(value);
        if (before >= WARM_UP) {
          judged++;
          fresh += isNew ? 1 : 0;
        }
      }
      long values = seen.values().stream().mapToLong(Set::size).sum();
      double often =
          judged >= FEWEST_JUDGED
              ? (double) fresh / judged
              : field.present() == 0 ? 0 : 0.5 * field.distinct() / field.present();
      return new Variation(
          often,
          seen.isEmpty() ? 0 : (double) values / seen.size(),
          records.isEmpty() ? 0 : 1 - (double) seen.size() / records.size(),
          records.isEmpty() ? 0 : (double) present / sum(records),
          (int) seen.values().stream().flatMap(Set::stream).distinct().count());
    }
  }

  private static int sum(Map<Object, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether two fields tell the same: each value of one goes with one value of the other. */
  static boolean saysTheSame(SampledField one, SampledField other) {
    return told(one, other) == 1 && told(other, one) == 1;
  }

  /** The same but for a few records. */
  static boolean saysNearlyTheSame(SampledField one, SampledField other) {
    return told(one, other) >= NEARLY_ALWAYS && told(other, one) >= NEARLY_ALWAYS;
  }

  /**
   * How well a field tells the value of another, beyond that this has its most frequent one; in [0,
   * 1], a missing value being a value.
   */
  private static double told(SampledField teller, SampledField told) {
    Map<Object, Map<Object, Integer>> together = new HashMap<>();
    Map<Object, Integer> alone = new HashMap<>();
    for (int i = 0; i < teller.values().size(); i++) {
      Object value = told.values().get(i);
      alone.merge(value, 1, Integer::sum);
      together
          .computeIfAbsent(teller.values().get(i), x -> new HashMap<>())
          .merge(value, 1, Integer::sum);
    }
    int records = told.values().size();
    int usual = alone.isEmpty() ? 0 : Collections.max(alone.values());
    int right = together.values().stream().mapToInt(with -> Collections.max(with.values())).sum();
    return records == usual ? 0 : (double) (right - usual) / (records - usual);
  }
}
