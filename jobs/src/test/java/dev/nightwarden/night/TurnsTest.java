package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill of the first ten days of March, and those who come while it is under way. */
class TurnsTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final LocalDate LAST = LocalDate.parse("2025-03-10");
  private static final Span DATES = new Span(FIRST, LAST);

  /** A clock that only the pauses of those who wait move on. */
  private static final class Time extends Clock {
    private Instant now = Instant.parse("2025-04-01T03:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @TempDir Path folder;
  private final Time time = new Time();

  /** What happens during the next pauses. */
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();

  private final List<Turns> taken = new ArrayList<>();
  private final List<Lease> leases = new ArrayList<>();
  private int pauses;
  private boolean isOver;
  private Warehouse warehouse;
  private Runs runs;

  @BeforeEach
  void open() {
    warehouse = new Warehouse(SharedSpark.session(), folder.toString());
    runs = runs();
  }

  @AfterEach
  void giveBack() {
    taken.forEach(Turns::close);
    leases.forEach(Lease::close);
  }

  @Test
  void aBackfillThatNobodyWaitsForHasTheLeaseAgain() {
    Turns backfill = begin(backfill());
    assertFalse(backfill.isDue());
    time.now = time.now.plusSeconds(30);
    assertTrue(backfill.isDue());

    assertFalse(backfill.giveWay(DATES));
    assertFalse(backfill.isDue());
    assertEquals(2, latest().number());
    assertEquals("2025-03-10", latest().to());
    backfill.check();
    assertEquals(1, pauses);
  }

  @Test
  void aNightThatComesDuringAPartHasTheNextTurn() {
    Turns backfill = begin(backfill());
    wait(backfill);
    meanwhile.add(() -> begin(night()));
    meanwhile.add(() -> taken.get(1).close());

    assertTrue(backfill.giveWay(DATES));
    Turns night = taken.get(1);
    assertEquals(DATES, night.state().agenda().reserved());
    assertFalse(night.isBackfillDead());
    FencedException late = assertThrows(FencedException.class, night::check);
    assertTrue(late.getMessage().contains("does not have it again"), late::getMessage);
    assertEquals(3, latest().number());
  }

  @Test
  void aNightWaitsForTheEndOfAPart() {
    Turns backfill = begin(backfill());
    meanwhile.add(() -> {});
    meanwhile.add(
        () -> {
          wait(backfill);
          backfill.close();
        });

    Turns night = begin(night());
    assertEquals(2, pauses);
    assertEquals(DATES, night.state().agenda().reserved());
  }

  @Test
  void afterAnotherRunTheBackfillComesFirst() {
    Turns backfill = begin(backfill());
    wait(backfill);
    backfill.close();
    begin(night()).close();
    Holder first = latest();
    meanwhile.add(
        () -> {
          assertEquals(first.numbered(first.number() + 1), latest());
          leases.add(Lease.take(warehouse, backfill.run().runId(), DATES, time));
        });
    meanwhile.add(() -> leases.get(0).close());

    Turns second = begin(night());
    assertFalse(second.isBackfillDead());
    assertEquals(2, pauses);
  }

  @Test
  void aBackfillThatLeavesAFreeLeaseAloneIsDead() {
    Turns backfill = begin(backfill());
    wait(backfill);
    backfill.close();
    begin(night()).close();

    Turns second = begin(night());
    assertTrue(second.isBackfillDead());
    assertEquals(121, pauses);
    second.close();
    time.now = time.now.plusSeconds(121);
    assertTrue(begin(new Request(Job.MAINTAIN, null, null)).isBackfillDead());
  }

  @Test
  void aBackfillWhoseProcessEndedIsDead() throws Exception {
    Turns backfill = begin(backfill());
    wait(backfill);
    backfill.close();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Holder last = latest();
    Holders.of(warehouse)
        .update(
            new Holder(
                last.number(),
                null,
                last.host(),
                ended.pid(),
                null,
                last.since(),
                last.renewedAt(),
                last.from(),
                last.to()));

    assertTrue(begin(night()).isBackfillDead());
    assertEquals(0, pauses);
  }

  @Test
  void aBackfillThatHeldTheLeaseWhenItEndedIsDead() {
    Turns backfill = begin(backfill());
    wait(backfill);
    time.now = time.now.plusSeconds(121);

    assertTrue(begin(night()).isBackfillDead());
  }

  @Test
  void whatCannotGoBesideIsToldSoAndLeavesTheLeaseAsItWas() {
    Turns backfill = begin(backfill());
    wait(backfill);
    backfill.close();

    for (Request refused :
        List.of(
            backfill(),
            new Request(Job.MAINTAIN, null, null),
            new Request(Job.FORGET, null, null),
            new Request(Job.RUN, LAST, null),
            new Request(Job.COLLECT, FIRST.minusDays(1), FIRST))) {
      HeldException why = assertThrows(HeldException.class, () -> begin(refused));
      assertTrue(
          why.getMessage()
              .startsWith(
                  "a backfill from 2025-03-01 to 2025-03-10 of the warehouse "
                      + warehouse.location()
                      + " is under way; "),
          why::getMessage);
    }
    assertEquals(0, pauses);
    assertEquals("2025-03-01", latest().from());
    begin(new Request(Job.RUN, LAST.plusDays(1), null)).close();
  }

  @Test
  void whileItWorksNoSecondBackfillAndNoUpkeepWaitsForIt() {
    begin(backfill());

    for (Request refused :
        List.of(
            backfill(),
            new Request(Job.MAINTAIN, null, null),
            new Request(Job.RUN, FIRST, FIRST))) {
      HeldException why = assertThrows(HeldException.class, () -> begin(refused));
      assertTrue(
          why.getMessage().contains(" (a backfill from 2025-03-01 to 2025-03-10, process "),
          why::getMessage);
    }
    assertEquals(0, pauses);
  }

  @Test
  void whoAsksToWaitsForWhateverIsAtWorkAndUntilABackfillHasEnded() {
    Turns night = begin(night());
    meanwhile.add(night::close);
    Turns backfill = begin(waiting(Job.BACKFILL, FIRST, LAST, Duration.ofMinutes(5)));
    wait(backfill);
    backfill.close();
    meanwhile.add(() -> {});
    meanwhile.add(
        () -> {
          leases.add(Lease.take(warehouse, backfill.run().runId(), DATES, time));
          backfill.run().status = "succeeded";
          runs.write(backfill.run(), new Agenda(List.of(), Agenda.Kept.NONE), time.now);
          leases.get(0).close();
        });

    Turns upkeep = begin(waiting(Job.MAINTAIN, null, null, Duration.ofMinutes(5)));
    assertFalse(upkeep.isBackfillDead());
    assertEquals(3, pauses);
  }

  @Test
  void nobodyWaitsForever() {
    begin(backfill());

    HeldException why =
        assertThrows(
            HeldException.class, () -> begin(waiting(Job.RUN, null, null, Duration.ofSeconds(90))));
    assertTrue(
        why.getMessage()
            .endsWith(
                "; this run waited for 90 seconds: start it again later, or let it --wait"
                    + " longer"),
        why::getMessage);
    assertEquals(90, pauses);
    assertThrows(HeldException.class, () -> begin(waiting(Job.RUN, null, null, Duration.ZERO)));
    assertEquals(90, pauses);
    isOver = true;
    assertThrows(HeldException.class, () -> begin(new Request(Job.WATCH, null, null)));
    assertEquals(90, pauses);
  }

  @Test
  void theStateIsThatOfTheRunThatWroteLastWhateverTheClocksSay() {
    Agenda nothing = new Agenda(List.of(), Agenda.Kept.NONE);
    RunRecord early = new RunRecord("early", night(), time.now);
    RunRecord late = new RunRecord("late", night(), time.now.plusSeconds(10));
    Runs first = runs();
    first.write(early, nothing, time.now);
    runs.latest();
    runs.write(late, nothing, time.now.plusSeconds(20));
    assertEquals("late", runs().latest().runId());

    first.latest();
    first.write(early, nothing, time.now.plusSeconds(15));
    assertEquals("early", runs().latest().runId());
    runs.latest();
    runs.write(late, nothing, time.now.plusSeconds(16));
    assertEquals("late", runs().latest().runId());
    assertEquals(
        10.002,
        warehouse.read(Table.RUNS).where("run_id = 'late'").first().<Double>getAs("seconds"),
        1e-9);
  }

  private Turns begin(Request request) {
    Turns.Pace pace =
        new Turns.Pace(
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            pause -> {
              pauses++;
              time.now = time.now.plus(pause);
              if (!meanwhile.isEmpty()) {
                meanwhile.remove().run();
              }
            });
    Warehouse own = new Warehouse(SharedSpark.session(), folder.toString());
    Turns turns = Turns.begin(own, request, runs, () -> isOver, pace, time);
    taken.add(turns);
    return turns;
  }

  /** Writes what a backfill does before it gives the lease back. */
  private void wait(Turns backfill) {
    Agenda agenda = new Agenda(List.of(), Agenda.Kept.NONE);
    agenda.reserve(DATES);
    backfill.run().status = RunRecord.WAITING;
    runs.write(backfill.run(), agenda, time.now);
  }

  private Runs runs() {
    return new Runs(new Warehouse(SharedSpark.session(), folder.toString()), "config", "code");
  }

  private Holder latest() {
    return Holders.of(warehouse).latest().orElseThrow();
  }

  private static Request night() {
    return new Request(Job.RUN, null, null);
  }

  private static Request backfill() {
    return new Request(Job.BACKFILL, FIRST, LAST);
  }

  private static Request waiting(Job job, LocalDate from, LocalDate to, Duration wait) {
    return new Request(job, from, to, false, false, wait);
  }
}
