package dev.nightwarden.evaluate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.nightwarden.evaluate.Replayed.Cause;
import dev.nightwarden.evaluate.Replayed.GroupNight;
import dev.nightwarden.evaluate.Replayed.NightAlerts;
import dev.nightwarden.evaluate.Replayed.RightAlert;
import dev.nightwarden.evaluate.Replayed.Sign;
import dev.nightwarden.evaluate.Replayed.WrongAlert;
import dev.nightwarden.incident.Incident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The figures of one config. Shares are in [0, 1] and NaN where there is nothing to share; figures
 * of a night are of the nights after the log's first week, which has a figure of its own.
 *
 * @param config its name
 * @param incidents how many are labelled
 * @param found the share with a malicious event
 * @param within the share with an alert among the first k of a night, by k
 * @param medianPlace the place of the first alert of a found one among those of its night
 * @param medianHours from its first message to its first malicious event
 * @param nights how many, after the first week
 * @param alerts a night
 * @param wrong actors falsely flagged a night
 * @param wrongShare of those who were active
 * @param firstWeek actors falsely flagged a night in the log's first week
 * @param joiners the share of actors within a week after they came that is falsely flagged
 * @param precision the share of right ones among the first k alerts of all nights, by k
 * @param groups by kind of actor, the share of active ones that is falsely flagged a night
 * @param kinds found ones by kind of incident
 * @param strengths found ones by strength
 * @param detectors how many incidents each detector has a malicious anomaly of
 * @param worth what would be without a field or a detector
 * @param curve what the first k alerts of each night would find
 * @param missed the incidents without a malicious event
 * @param wrongAlerts those that come first on their night
 * @param causes of wrong alerts, the most frequent first
 * @param repeated on so many nights so many actors had wrong alerts
 * @param places by incident, the best place of its alerts; no key for a missed one
 * @param wrongByNight for comparisons with other configs
 */
public record Scorecard(
    String config,
    int incidents,
    Interval found,
    Map<Integer, Interval> within,
    double medianPlace,
    double medianHours,
    int nights,
    Interval alerts,
    Interval wrong,
    double wrongShare,
    double firstWeek,
    double joiners,
    Map<Integer, Interval> precision,
    Map<String, Double> groups,
    Map<String, Tally> kinds,
    Map<String, Tally> strengths,
    Map<String, Integer> detectors,
    List<Worth> worth,
    List<Point> curve,
    List<Missed> missed,
    List<WrongAlert> wrongAlerts,
    List<Cause> causes,
    Map<Long, Long> repeated,
    @JsonIgnore Map<String, Integer> places,
    @JsonIgnore Map<LocalDate, Long> wrongByNight) {
  /** So many alerts of a night are looked at. */
  static final List<Integer> LOOKS = List.of(3, 10, 20);

  private static final int CURVE = 50;

  /**
   * How many of some incidents were found.
   *
   * @param within10 with an alert among the first ten of a night
   */
  record Tally(int all, int found, int within10) {
    Tally with(Integer place) {
      return new Tally(
          all + 1,
          found + (place == null ? 0 : 1),
          within10 + (place == null || place > 10 ? 0 : 1));
    }
  }

  /**
   * What would be without something.
   *
   * @param without what is left out: {@code field people.city}
   * @param found incidents that would still be found
   * @param within10 those among the first ten of a night
   * @param wrong actors falsely flagged a night
   */
  record Worth(String without, int found, int within10, double wrong) {}

  /**
   * What the first alerts of each night would find.
   *
   * @param look how many of a night at most
   * @param alerts so many a night, on average
   * @param found the share of incidents
   */
  public record Point(int look, double alerts, double found) {}

  /**
   * An incident without a malicious event.
   *
   * @param score of the strongest anomaly of its messages; NaN without one
   * @param reason of that anomaly; null without one
   */
  record Missed(
      String incident,
      String kind,
      String strength,
      List<String> actors,
      Instant from,
      int messages,
      double score,
      String reason,
      String note) {}

  /**
   * Of a replay.
   *
   * @param first the log's first date
   */
  static Scorecard of(String config, Replayed replayed, List<Incident> incidents, LocalDate first) {
    LocalDate settled = first.plusDays(Attributes.WEEK);
    NavigableSet<LocalDate> nights = replayed.nights().tailSet(settled, true);
    Map<String, Integer> places = places(replayed, 0);
    Map<LocalDate, NightAlerts> counts = counts(replayed, 0);
    double[] wrong = figures(nights, counts, NightAlerts::wrong);
    Map<Integer, Interval> within = new LinkedHashMap<>();
    Map<Integer, Interval> precision = new LinkedHashMap<>();
    for (int look : LOOKS) {
      within.put(look, Resampling.mean(shares(incidents, places, look)));
      precision.put(look, precision(replayed, nights, counts, look));
    }
    return new Scorecard(
        config,
        incidents.size(),
        Resampling.mean(shares(incidents, places, Integer.MAX_VALUE)),
        within,
        median(places.values().stream().mapToDouble(place -> place).toArray()),
        median(hours(replayed, incidents)),
        nights.size(),
        Resampling.mean(figures(nights, counts, NightAlerts::alerts)),
        Resampling.mean(wrong),
        share(replayed, group -> !group.night().isBefore(settled)),
        mean(figures(replayed.nights().headSet(settled, false), counts, NightAlerts::wrong)),
        share(replayed, GroupNight::isJoiner),
        precision,
        groups(replayed, settled),
        tallies(incidents, places, Incident::kind),
        tallies(
            incidents, places, incident -> incident.strength() == null ? "" : incident.strength()),
        detectors(replayed),
        worth(replayed, incidents, nights),
        curve(incidents, places, nights, counts),
        missed(replayed, incidents, places),
        replayed.wrong(),
        replayed.causes(),
        replayed.repeated(),
        places,
        byNight(nights, counts));
  }

  private static Map<String, Integer> places(Replayed replayed, int variant) {
    Map<String, Integer> places = new HashMap<>();
    for (RightAlert alert : replayed.right()) {
      if (alert.variant() == variant) {
        alert.incidents().forEach(incident -> places.merge(incident, alert.place(), Math::min));
      }
    }
    return places;
  }

  private static Map<LocalDate, NightAlerts> counts(Replayed replayed, int variant) {
    Map<LocalDate, NightAlerts> counts = new HashMap<>();
    replayed.counts().stream()
        .filter(count -> count.variant() == variant)
        .forEach(count -> counts.put(count.night(), count));
    return counts;
  }

  private static double[] figures(
      NavigableSet<LocalDate> nights,
      Map<LocalDate, NightAlerts> counts,
      Function<NightAlerts, Long> figure) {
    return nights.stream()
        .mapToDouble(night -> counts.containsKey(night) ? figure.apply(counts.get(night)) : 0)
        .toArray();
  }

  private static double[] shares(List<Incident> incidents, Map<String, Integer> places, int look) {
    return incidents.stream()
        .mapToDouble(
            incident ->
                places.getOrDefault(incident.id(), Integer.MAX_VALUE) <= look
                        && places.containsKey(incident.id())
                    ? 1
                    : 0)
        .toArray();
  }

  private static Interval precision(
      Replayed replayed,
      NavigableSet<LocalDate> nights,
      Map<LocalDate, NightAlerts> counts,
      int look) {
    Map<LocalDate, Long> right = new HashMap<>();
    for (RightAlert alert : replayed.right()) {
      if (alert.variant() == 0 && alert.place() <= look) {
        right.merge(alert.night(), 1L, Long::sum);
      }
    }
    return Resampling.ratio(
        nights.stream().mapToDouble(night -> right.getOrDefault(night, 0L)).toArray(),
        Arrays.stream(figures(nights, counts, NightAlerts::alerts))
            .map(alerts -> Math.min(alerts, look))
            .toArray());
  }

  private static double[] hours(Replayed replayed, List<Incident> incidents) {
    List<Double> hours = new ArrayList<>();
    for (Incident incident : incidents) {
      Sign sign = replayed.signs().get(incident.id());
      if (sign != null && sign.firstMalicious() != null) {
        long began = ChronoUnit.MICROS.between(Instant.EPOCH, incident.from());
        hours.add(Math.max(0, (sign.firstMalicious() - began) / 3.6e9));
      }
    }
    return hours.stream().mapToDouble(each -> each).toArray();
  }

  private static double share(Replayed replayed, Predicate<GroupNight> isCounted) {
    long active = 0;
    long wrong = 0;
    for (GroupNight group : replayed.groups()) {
      if (isCounted.test(group)) {
        active += group.active();
        wrong += group.wrong();
      }
    }
    return active == 0 ? Double.NaN : (double) wrong / active;
  }

  private static Map<String, Double> groups(Replayed replayed, LocalDate settled) {
    Map<String, Double> groups = new TreeMap<>();
    new TreeSet<>(replayed.groups().stream().map(GroupNight::kind).toList())
        .forEach(
            kind ->
                groups.put(
                    kind,
                    share(
                        replayed,
                        group -> group.kind().equals(kind) && !group.night().isBefore(settled))));
    return groups;
  }

  private static Map<String, Tally> tallies(
      List<Incident> incidents, Map<String, Integer> places, Function<Incident, String> by) {
    Map<String, Tally> tallies = new TreeMap<>();
    for (Incident incident : incidents) {
      tallies.merge(
          by.apply(incident),
          new Tally(0, 0, 0).with(places.get(incident.id())),
          (before, one) ->
              new Tally(
                  before.all() + one.all(),
                  before.found() + one.found(),
                  before.within10() + one.within10()));
    }
    return tallies;
  }

  private static Map<String, Integer> detectors(Replayed replayed) {
    Map<String, Integer> detectors = new TreeMap<>();
    replayed
        .signs()
        .values()
        .forEach(sign -> sign.detectors().forEach(each -> detectors.merge(each, 1, Integer::sum)));
    return detectors;
  }

  private static List<Worth> worth(
      Replayed replayed, List<Incident> incidents, NavigableSet<LocalDate> nights) {
    List<Worth> worth = new ArrayList<>();
    for (int variant = 1; variant < replayed.omissions().size(); variant++) {
      Map<String, Integer> places = places(replayed, variant);
      worth.add(
          new Worth(
              replayed.omissions().get(variant),
              (int) Arrays.stream(shares(incidents, places, Integer.MAX_VALUE)).sum(),
              (int) Arrays.stream(shares(incidents, places, 10)).sum(),
              mean(figures(nights, counts(replayed, variant), NightAlerts::wrong))));
    }
    return worth;
  }

  private static List<Point> curve(
      List<Incident> incidents,
      Map<String, Integer> places,
      NavigableSet<LocalDate> nights,
      Map<LocalDate, NightAlerts> counts) {
    List<Point> curve = new ArrayList<>();
    double[] alerts = figures(nights, counts, NightAlerts::alerts);
    double most = Arrays.stream(alerts).max().orElse(0);
    for (int look = 0; look <= Math.min(CURVE, most); look++) {
      int at = look;
      curve.add(
          new Point(
              look,
              mean(Arrays.stream(alerts).map(each -> Math.min(each, at)).toArray()),
              mean(shares(incidents, places, look))));
    }
    return curve;
  }

  private static List<Missed> missed(
      Replayed replayed, List<Incident> incidents, Map<String, Integer> places) {
    List<Missed> missed = new ArrayList<>();
    for (Incident incident : incidents) {
      if (!places.containsKey(incident.id())) {
        Sign sign = replayed.signs().get(incident.id());
        missed.add(
            new Missed(
                incident.id(),
                incident.kind(),
                incident.strength(),
                incident.actors().subList(0, Math.min(5, incident.actors().size())),
                incident.from(),
                incident.messages().size(),
                sign == null ? Double.NaN : sign.score(),
                sign == null ? null : sign.reason(),
                incident.note()));
      }
    }
    return missed;
  }

  private static Map<LocalDate, Long> byNight(
      NavigableSet<LocalDate> nights, Map<LocalDate, NightAlerts> counts) {
    Map<LocalDate, Long> byNight = new TreeMap<>();
    nights.forEach(
        night -> byNight.put(night, counts.containsKey(night) ? counts.get(night).wrong() : 0L));
    return byNight;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
