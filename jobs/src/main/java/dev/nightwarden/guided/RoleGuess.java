package dev.nightwarden.guided;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Guesses which fields say who, from where, and which record this is. */
final class RoleGuess {
  /** What people, accounts and keys are called, the likeliest first. */
  private static final List<String> PEOPLE =
      List.of(
          "useridentityarn",
          "actoremail",
          "useremail",
          "username",
          "user",
          "userid",
          "account",
          "accountname",
          "login",
          "principal",
          "principalid",
          "actor",
          "email",
          "targetusername",
          "subjectusername",
          "owner",
          "member",
          "employee",
          "customer",
          "client_id",
          "clientid");

  /** And machines. */
  private static final List<String> MACHINES =
      List.of(
          "idorigh",
          "sourceip",
          "srcip",
          "clientip",
          "sourceaddress",
          "sourceipaddress",
          "hostname",
          "computer",
          "computername",
          "device",
          "deviceid",
          "machine",
          "host",
          "ip",
          "ipaddress",
          "address",
          "src",
          "client",
          "source");

  /** Words of addresses that somebody comes from. */
  private static final Set<String> FROM =
      Set.of(
          "source", "src", "client", "orig", "remote", "from", "caller", "peer", "ip", "address");

  /** And of those that somebody goes to. */
  private static final Set<String> TO =
      Set.of("destination", "dest", "dst", "resp", "server", "to", "target", "answers", "answer");

  private static final List<String> IDS =
      List.of("eventid", "id", "uuid", "guid", "messageid", "recordid", "logid", "uid", "insertid");

  /** Ids of what several records may share. */
  private static final Set<String> OTHER_IDS =
      Set.of(
          "request", "session", "trace", "span", "user", "account", "process", "thread", "parent");

  /** What a machine's name is called that may be the one that is asked. */
  private static final Set<String> HOSTS = Set.of("host", "hostname");

  /** Accounts of Windows itself, under which services run. */
  private static final Pattern SERVICE = Pattern.compile("S-1-5-(?:18|19|20)");

  private static final double MOST = 0.6;
  private static final double ADDRESSES = 0.5;
  private static final int SHORTEST_ID = 8;
  private static final Pattern ROLE_SESSION = Pattern.compile(":assumed-role/[^/]+/");

  private RoleGuess() {}

  /**
   * Who is watched.
   *
   * @param path the field
   * @param sql an expression over it that is better than its value; null where that will do
   * @param why what the expression is for; null without
   * @param actors how many there are in the sample
   * @param score how likely it is, higher is likelier
   */
  record Actor(String path, String sql, String why, int actors, double score) {}

  /** All fields that could be the actor, the likeliest first. */
  static List<Actor> actors(SampledRecords records, Set<String> times) {
    List<Actor> found = new ArrayList<>();
    boolean hasOrigin = records.all().stream().anyMatch(RoleGuess::isOrigin);
    for (SampledField field : records.all()) {
      double score = times.contains(field.path()) ? 0 : actorScore(field);
      // Beside an address that somebody comes from, a host is where they go to.
      score -= hasOrigin && HOSTS.contains(SampledField.plainName(field.lastPart())) ? 3 : 0;
      if (score > 0) {
        found.add(actor(field, score));
      }
    }
    found.sort(Comparator.comparingDouble(Actor::score).reversed());
    return found;
  }

  private static Actor actor(SampledField field, double score) {
    boolean hasSessions =
        field.some().stream().anyMatch(v -> ROLE_SESSION.matcher(v.toString()).find());
    return new Actor(
        field.path(),
        hasSessions
            ? "regexp_replace(%s, '(:assumed-role/[^/]+)/.*$', '$1')"
                .formatted(SqlPath.of(field.path()))
            : null,
        hasSessions
            ? "A role's ARN ends in the name of a session, new each time: without it, so that all"
                + " sessions of a role are one actor."
            : null,
        field.distinct(),
        score);
  }

  private static boolean isOrigin(SampledField field) {
    return field.coverage() >= MOST
        && field.addresses() > ADDRESSES
        && actorName(field) > 0
        && field.words().stream().anyMatch(FROM::contains);
  }

  /** Zero for a field that is none. */
  private static double actorScore(SampledField field) {
    int present = field.present();
    int distinct = field.distinct();
    if (present == 0 || !field.isPlain() || field.length() > 120 || field.coverage() < MOST) {
      return 0;
    }
    double name = actorName(field);
    boolean isService =
        field.some().stream().allMatch(value -> SERVICE.matcher(value.toString()).matches());
    if (name <= 0 || isService || (present > 20 && distinct > 0.8 * present)) {
      return 0;
    }
    // One actor is better than none; several are what a log is for.
    double variety = distinct > 1 ? 3 : 0;
    double length = Math.min(2, Math.log10(Math.max(1, (double) present / distinct)));
    return name + 6 * field.coverage() + variety + length;
  }

  private static double actorName(SampledField field) {
    String whole = SampledField.plainName(field.path());
    String last = SampledField.plainName(field.lastPart());
    double best = 0;
    for (String name : List.of(whole, last)) {
      double less = name.equals(whole) ? 0 : 0.5;
      int person = PEOPLE.indexOf(name);
      int machine = MACHINES.indexOf(name);
      if (person >= 0) {
        best = Math.max(best, 10 - 0.15 * person - less);
      } else if (machine >= 0) {
        best = Math.max(best, 6 - 0.15 * machine - less);
      }
    }
    List<String> words = field.words();
    boolean isPerson = words.contains("user") || words.contains("account");
    if (best == 0 && isPerson && !words.contains("agent")) {
      best = field.numbers() > 0.9 ? 0 : 5;
    }
    if (best == 0 && field.addresses() > ADDRESSES) {
      best = words.stream().anyMatch(FROM::contains) ? 4 : 1;
    }
    // Where something goes to, or who keeps the log, does nothing.
    return words.stream().anyMatch(TO::contains) && !last.equals("targetusername")
        ? best - 5
        : best;
  }

  /** The fields with an IP address, those that somebody comes from first. */
  static List<String> addresses(SampledRecords records) {
    List<SampledField> found = new ArrayList<>();
    for (SampledField field : records.all()) {
      if (field.isPlain() && field.addresses() >= ADDRESSES) {
        found.add(field);
      }
    }
    found.sort(Comparator.comparingDouble((SampledField field) -> addressScore(field)).reversed());
    return found.stream().map(SampledField::path).toList();
  }

  private static double addressScore(SampledField field) {
    List<String> words = field.words();
    double score = field.coverage() + field.addresses();
    score += words.stream().anyMatch(FROM::contains) ? 1 : 0;
    score -= words.stream().anyMatch(TO::contains) ? 3 : 0;
    return score;
  }

  /**
   * The field that names each record of the sample, and no other. A number that only counts up is
   * none: it starts again in the next file.
   */
  static Optional<String> id(SampledRecords records, Set<String> times) {
    return records.all().stream()
        .filter(field -> !times.contains(field.path()) && isId(field, records.size()))
        .min(Comparator.comparingInt(RoleGuess::idRank).thenComparing(SampledField::path))
        .map(SampledField::path);
  }

  private static boolean isId(SampledField field, int size) {
    List<String> words = field.words();
    boolean isNamed =
        IDS.contains(SampledField.plainName(field.lastPart()))
            || words.get(words.size() - 1).equals("id");
    return size > 1
        && isNamed
        && words.stream().noneMatch(OTHER_IDS::contains)
        && field.values().stream().allMatch(RoleGuess::isLikeId)
        && new HashSet<>(field.values()).size() == size;
  }

  private static boolean isLikeId(Object value) {
    return value instanceof String text
        && text.length() >= SHORTEST_ID
        && text.length() <= 200
        && text.chars().anyMatch(Character::isDigit)
        && !text.chars().allMatch(Character::isDigit);
  }

  private static int idRank(SampledField field) {
    int rank = IDS.indexOf(SampledField.plainName(field.lastPart()));
    return (rank < 0 ? IDS.size() : rank) + 20 * (field.path().split("\\.", -1).length - 1);
  }
}
