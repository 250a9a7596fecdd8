package dev.nightwarden.organisation;

import dev.nightwarden.organisation.Attendance.Duty;
import dev.nightwarden.organisation.LogEntry.Origin;
import dev.nightwarden.organisation.Work.Done;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * One local day of one person, as the log shows it: a few sessions, each begun by a login or not.
 */
final class WorkingDay {
  private static final String SIGN_ON = "sign-on";

  private final Member member;
  private final LocalDate date;
  private final Duty duty;
  private final Whereabouts whereabouts;
  private final Work work;
  private final Draws draws;
  private final List<LogEntry> entries = new ArrayList<>();

  private WorkingDay(long seed, Organisation organisation, Member member, LocalDate date) {
    this.member = member;
    this.date = date;
    this.duty = organisation.attendance().of(member, date);
    this.whereabouts = new Whereabouts(seed, organisation, member, date, duty);
    this.work = new Work(seed, organisation, member, date);
    this.draws = Draws.of(seed, "work", member.rank(), date);
  }

  /** What the log shows of it, in no order. */
  static List<LogEntry> of(long seed, Organisation organisation, Member member, LocalDate date) {
    if (!member.isThere(date)) {
      return List.of();
    }
    WorkingDay day = new WorkingDay(seed, organisation, member, date);
    day.work();
    return day.entries;
  }

  private void work() {
    int left = draws.poisson(member.rate() * duty.work() * draws.logNormal(.94, .35));
    for (int session = 0; left > 0; session++) {
      int size = Math.min(left, 1 + draws.poisson(3.5));
      boolean isEvening = session > 0 && draws.chance(.07);
      double hour =
          isEvening
              ? draws.between(19, 23.5)
              : duty.begins() + member.hours() * Math.min(.98, Math.max(0, within(session)));
      session(hour, size, !isEvening, session == 0 || draws.chance(.45));
      left -= size;
    }
    if (duty.isCalled()) {
      session(draws.between(24, 29.5), 2 + draws.poisson(4), false, true);
    }
  }

  /**
   * Where in the working hours a session begins: the first often early, the others anywhere but at
   * noon.
   */
  private double within(int session) {
    if (session == 0 && draws.chance(.5)) {
      return Math.abs(draws.normal(0, .12));
    }
    return draws.chance(.5) ? draws.between(.08, .42) : draws.between(.52, .97);
  }

  private void session(double hour, int size, boolean isAtDesk, boolean hasLogin) {
    Origin origin = whereabouts.session(draws, isAtDesk);
    Instant time =
        date.atStartOfDay(whereabouts.zone())
            .toLocalDateTime()
            .plus((long) (hour * 3_600_000), ChronoUnit.MILLIS)
            .atZone(whereabouts.zone())
            .toInstant();
    int done = 0;
    if (hasLogin) {
      while (draws.chance(.03)) {
        add(time, SIGN_ON, "login", "failure", null, origin, null, null);
        time = time.plusMillis((long) draws.logNormal(9_000, .7));
      }
      add(time, SIGN_ON, "login", "success", member.factor(), origin, null, null);
      done++;
    }
    for (; done < size; done++) {
      time = time.plusMillis((long) Math.min(2_700_000, draws.logNormal(120_000, 1.2)));
      Done next = work.next(draws);
      add(
          time,
          next.tool().name(),
          next.deed().action(),
          draws.chance(.004) ? "failure" : "success",
          null,
          origin,
          next.resource(),
          next.bytes());
    }
  }

  private void add(
      Instant time,
      String application,
      String action,
      String outcome,
      String factor,
      Origin origin,
      String resource,
      Long bytes) {
    entries.add(
        new LogEntry(
            time, member.name(), application, action, outcome, factor, origin, resource, bytes));
  }
}
