package dev.nightwarden.score;

import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.observe.Learning;
import dev.nightwarden.peers.Known;
import dev.nightwarden.predictive.Crowd;
import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.reporter.KnownCounts;
import dev.nightwarden.reporter.Reporter;
import dev.nightwarden.score.ComparedCounts.Shown;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The counts of one actor that is compared with others. */
final class ComparedActor extends ActorCounts {
  /** Before two weeks are over, each day of the week was there once. */
  private static final int DATES_OF_HOURS = 14;

  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  private final Learning learning;
  private final Known all;
  private final ComparedCounts[] known;
  private final HourCounts[] hours;
  private final Parameters[] parameters;
  private final Crowd[] crowds;
  private int day = Integer.MIN_VALUE;
  private int since;
  private String group = "";
  private int peers;
  private int others;
  private int profileDates;

  ComparedActor(Watched watched, String actor, Known all, boolean isOfUnusual, long memory) {
    super(watched, actor, isOfUnusual);
    this.learning = watched.learning();
    this.all = all;
    known = new ComparedCounts[fields.length];
    parameters = new Parameters[fields.length];
    crowds = new Crowd[fields.length];
    hours = new HourCounts[fields.length];
    for (int field = 0; field < known.length; field++) {
      known[field] = new ComparedCounts(memory / known.length);
      boolean isHour = watched.hours().get(field) && reporters[field].looksAtOthers();
      hours[field] = isHour ? new HourCounts() : null;
    }
  }

  @Override
  void note(Row entry) {
    int on = day(entry);
    List<String> values = entry.getList(RunningCounts.VALUES);
    List<Integer> figures =
        entry.isNullAt(RunningCounts.FIGURES) ? List.of() : entry.getList(RunningCounts.FIGURES);
    if (entry.getInt(RunningCounts.KIND) == Entry.ACTOR_DATE) {
      turn(on, values.get(0), figures.get(0));
      return;
    }
    String name = entry.getString(RunningCounts.FIELD);
    for (int field = 0; field < known.length; field++) {
      if (!fields[field].equals(name)) {
        continue;
      }
      if (entry.getInt(RunningCounts.KIND) == Entry.COUNT) {
        known[field].add(values.get(0), entry.getLong(RunningCounts.WEIGHT), on);
        if (hours[field] != null) {
          hours[field].add(HourOfWeek.hour(values.get(0)), entry.getLong(RunningCounts.WEIGHT));
        }
      } else {
        known[field].others(values.get(0), figures.get(0), figures.get(1), figures.get(2), on);
        if (hours[field] != null) {
          hours[field].others(HourOfWeek.hour(values.get(0)), figures.get(0), figures.get(1));
        }
      }
    }
  }

  private static int day(Row entry) {
    return (int) Math.floorDiv(entry.getLong(RunningCounts.MICROS), DAY);
  }

  /** A new date of the actor. */
  private void turn(int on, String comparedWith, int firstSeen) {
    day = on;
    since = firstSeen;
    group = comparedWith;
    boolean isKnown = since < day;
    peers = all.others(profile, group, day, isKnown);
    others = all.others(profile, "", day, isKnown);
    profileDates = all.datesBefore(profile, day);
    for (int field = 0; field < fields.length; field++) {
      if (reporters[field].looksAtOthers()) {
        parameters[field] = all.parameters(profile, fields[field], day);
        crowds[field] = all.crowd(profile, fields[field], group, day);
      }
      if (hours[field] != null) {
        hours[field].turn(
            all.hours(profile, fields[field], group, day),
            all.hours(profile, fields[field], "", day),
            group.isEmpty());
      }
    }
  }

  @Override
  void observe(Row message, Queue<Row> observed) {
    List<String> values = message.getList(RunningCounts.VALUES);
    int on = day(message);
    for (int field = 0; field < known.length; field++) {
      String value = values.get(field);
      ComparedCounts counts = known[field];
      Shown before = counts.before(value, on);
      Row row = observed(message, field, value, before);
      counts.show(value, before);
      if (hours[field] != null) {
        hours[field].show(HourOfWeek.hour(value));
      }
      if (row != null) {
        observed.add(row);
      }
    }
  }

  /** What is known of a value; null where it is usual, and only unusual ones are asked for. */
  private Row observed(Row message, int field, String value, Shown before) {
    ComparedCounts counts = known[field];
    Reporter reporter = reporters[field];
    Double lnTail = null;
    long seen = before.count();
    int hour = hours[field] == null ? -1 : HourOfWeek.hour(value);
    if (hour >= 0) {
      double tail = hours[field].tail(hour, parameters[field]);
      if (isOfUnusual && reporter.isUsual(tail)) {
        return null;
      }
      lnTail = Math.log(tail);
      seen = hours[field].near(hour);
    } else if (reporter.looksAtOthers()) {
      double kept = parameters[field].own().kept(before.count(), counts.total());
      if (isOfUnusual && reporter.isUsual(kept)) {
        return null;
      }
      double tail = counts.tail(before, parameters[field], crowds[field], peers, group.isEmpty());
      if (isOfUnusual && reporter.isUsual(tail)) {
        return null;
      }
      lnTail = Math.log(tail);
    } else if (isOfUnusual
        && reporter.isUsual(
            new KnownCounts(
                value != null,
                before.count(),
                counts.total(),
                counts.distinct(),
                counts.missing()))) {
      return null;
    }
    boolean isLearning =
        (hour >= 0 && !learning.isNone() && profileDates < DATES_OF_HOURS)
            || learning.covers(profileDates, day - since, counts.total(), before.others(), others);
    return RowFactory.create(
        profile,
        actor,
        message.get(RunningCounts.TRANSPORT),
        message.get(RunningCounts.MESSAGE_ID),
        message.get(RunningCounts.MICROS),
        fields[field],
        value,
        seen,
        counts.total(),
        counts.distinct(),
        counts.missing(),
        group,
        before.peers(),
        peers,
        before.others(),
        others,
        before.newcomers(),
        lnTail,
        isLearning);
  }

  @Override
  public void close() {
    for (ComparedCounts field : known) {
      field.close();
    }
  }
}
