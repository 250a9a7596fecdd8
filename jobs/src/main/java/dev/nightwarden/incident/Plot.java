package dev.nightwarden.incident;

import dev.nightwarden.incident.Kind.Impossible;
import dev.nightwarden.organisation.Draws;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What one incident is made of: the log's accounts and what its records are like, chance, and how
 * loud it is to be.
 *
 * @param from the first date on which something may be planted
 * @param to the last
 * @param past how many days before a victim must have been there
 * @param taken accounts that are in other incidents
 */
record Plot(
    LogShape shape,
    List<Account> accounts,
    Strength strength,
    LocalDate from,
    LocalDate to,
    int past,
    Set<String> taken,
    Draws draws) {
  private static final long DAY = 86_400_000_000L;

  /** Sessions that are looked at to find a fitting one. */
  private static final int LOOKED_AT = 60;

  /** Gives the accounts that are left, in an order of chance. */
  List<Account> free() {
    List<Account> free =
        new ArrayList<>(
            accounts.stream().filter(account -> !taken.contains(account.actor())).toList());
    for (int i = free.size() - 1; i > 0; i--) {
      free.set(i, free.set(draws.below(i + 1), free.get(i)));
    }
    return free;
  }

  /** An account that did something on a date of choice, some dates after it was first seen. */
  Account victim() throws Impossible {
    return victim(account -> true);
  }

  /** The same, of those that are fit. */
  Account victim(Predicate<Account> isFit) throws Impossible {
    return free().stream()
        .filter(account -> !dates(account).isEmpty() && isFit.test(account))
        .findFirst()
        .orElseThrow(
            () ->
                new Impossible(
                    "no account is left that has a past and did something from %s to %s; plant"
                            .formatted(from, to)
                        + " fewer incidents, or give other dates (--from, --to)"));
  }

  /** The dates of an account on which something may be planted: it has a past by then. */
  List<LocalDate> dates(Account account) {
    LocalDate first = account.messages().get(0).date().plusDays(past);
    return account.byDate().keySet().stream()
        .filter(date -> !date.isBefore(from) && !date.isAfter(to) && !date.isBefore(first))
        .toList();
  }

  /** A message of the victim on such a date: something is planted near its time. */
  Recorded occasion(Account victim) {
    return draws.of(victim.byDate().get(draws.of(dates(victim))));
  }

  /** Some sessions of others with at least so many messages. */
  List<List<Recorded>> foreign(Account victim, int messages) throws Impossible {
    List<List<Recorded>> found = new ArrayList<>();
    List<Account> others =
        accounts.stream().filter(account -> !account.actor().equals(victim.actor())).toList();
    for (int i = 0; i < 20 * LOOKED_AT && found.size() < LOOKED_AT && !others.isEmpty(); i++) {
      List<Recorded> session = draws.of(draws.of(others).sessions());
      if (session.size() >= messages) {
        found.add(session);
      }
    }
    if (found.isEmpty()) {
      throw new Impossible(
          "nobody has a session of %d messages without a pause of half an hour"
              .formatted(messages));
    }
    return found;
  }

  /**
   * How much of a message's origin somebody has shown before, from 0 to 1.
   *
   * @param shown what they showed, by path
   */
  double familiarity(Recorded message, Set<String> paths, Map<String, Set<Object>> shown) {
    Map<String, Object> leaves = Leaves.of(message.data());
    long there = paths.stream().filter(leaves::containsKey).count();
    long known =
        paths.stream()
            .filter(leaves::containsKey)
            .filter(path -> shown.getOrDefault(path, Set.of()).contains(leaves.get(path)))
            .count();
    return there == 0 ? 0 : (double) known / there;
  }

  /** One of several, from the strangest to the most familiar, as strange as the strength asks. */
  <T> T byStrangeness(List<T> all, ToDoubleFunction<T> familiarity) {
    List<T> sorted = all.stream().sorted(Comparator.comparingDouble(familiarity)).toList();
    int third = Math.max(1, sorted.size() / 3);
    return strength.of(
        sorted.get(draws.below(third)),
        sorted.get(draws.below(sorted.size())),
        sorted.get(sorted.size() - 1 - draws.below(third)));
  }

  /**
   * The first message of another actor's session that says as much of its origin as the victim's,
   * as strange to the victim as the strength asks.
   *
   * @param paths by which strangeness is measured
   * @param isFit of a message and how familiar the victim is with it, from 0 to 1
   * @param lacking says why where no session is fit
   */
  Recorded foreignOrigin(
      Account victim,
      Recorded occasion,
      Set<String> paths,
      BiPredicate<Recorded, Double> isFit,
      String lacking)
      throws Impossible {
    Map<String, Set<Object>> shown = victim.shownBefore(occasion.micros());
    List<Recorded> firsts =
        foreign(victim, 1).stream()
            .map(session -> session.get(0))
            .filter(first -> isAlike(first, occasion))
            .filter(first -> isFit.test(first, familiarity(first, paths, shown)))
            .toList();
    if (firsts.isEmpty()) {
      throw new Impossible(lacking);
    }
    return byStrangeness(firsts, first -> familiarity(first, paths, shown));
  }

  /** A part of a session, from a place of chance on. */
  List<Recorded> part(List<Recorded> session, int messages) {
    int most = Math.min(messages, session.size());
    int first = draws.below(session.size() - most + 1);
    return session.subList(first, first + most);
  }

  /**
   * Messages as the victim's, from a moment on, at nearly the pace at which they were.
   *
   * @param also what is put in the place of other values
   */
  List<Recorded> moved(
      Account victim, List<Recorded> messages, double start, Map<String, Object> also) {
    Disguise disguise = new Disguise(shape, victim, draws, false);
    List<Recorded> moved = new ArrayList<>();
    double at = start;
    long before = messages.get(0).micros();
    for (Recorded message : messages) {
      at += (message.micros() - before) * draws.logNormal(1, .2);
      before = message.micros();
      moved.add(disguise.as(message, shape.moment(at, draws), also));
    }
    return moved;
  }

  /**
   * As many messages of a person's own, in any order, as one session at a pace.
   *
   * @param gap the median time between two of them, in microseconds
   * @param also what is put in the place of other values
   */
  List<Recorded> again(
      Account victim,
      List<Recorded> own,
      int messages,
      double start,
      double gap,
      Map<String, Object> also) {
    Disguise disguise = new Disguise(shape, victim, draws, true);
    List<Recorded> planted = new ArrayList<>();
    double at = start;
    for (int i = 0; i < messages; i++) {
      planted.add(disguise.as(draws.of(own), shape.moment(at, draws), also));
      at += draws.logNormal(gap, .6);
    }
    return planted;
  }

  /** Whether two records say as much of their origin, so that one's fits the other. */
  boolean isAlike(Recorded one, Recorded other) {
    return shape.originOf(one).keySet().equals(shape.originOf(other).keySet());
  }

  /** What somebody did before a moment, from an origin told as in another message. */
  List<Recorded> ownBefore(Account victim, long micros, Recorded origin) throws Impossible {
    List<Recorded> own =
        victim.messages().stream()
            .filter(message -> message.micros() < micros && isAlike(message, origin))
            .toList();
    if (own.isEmpty()) {
      throw new Impossible(
          "nothing that %s did before can be done again".formatted(victim.actor()));
    }
    return own;
  }

  /** A moment within a half hour of another, on the same date. */
  double near(long micros) {
    long date = Math.floorDiv(micros, DAY);
    double at = micros;
    for (int attempt = 0; attempt < 100; attempt++) {
      at = micros + draws.between(-1.8e9, 1.8e9);
      if (at > date * DAY && at < (date + 1) * DAY) {
        break;
      }
    }
    return at;
  }
}
