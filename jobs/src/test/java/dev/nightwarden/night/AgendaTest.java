package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final int WITHOUT_LIMIT = Integer.MAX_VALUE;

  @Test
  void newDatesGoThroughTheStepsInOrder() {
    Agenda agenda = new Agenda();
    agenda.changed(days(1, 2), days(1, 2), 3, WITHOUT_LIMIT);

    assertEquals(set(1, 2), agenda.pending(Step.TRAIN));
    assertEquals(set(1, 2), agenda.pending(Step.OBSERVE));
    assertEquals(set(1, 2), agenda.pending(Step.SCORE));
    agenda.done(Step.TRAIN, days(1, 2));
    assertEquals(set(), agenda.pending(Step.TRAIN));
    assertEquals(set(1, 2), agenda.pending(Step.SCORE));
    agenda.done(Step.OBSERVE, days(1, 2));
    agenda.done(Step.SCORE, days(1, 2));
    assertEquals(set(), agenda.pending(Step.SCORE));
    assertEquals(set(1, 2), agenda.pending(Step.INVESTIGATE));
    agenda.done(Step.INVESTIGATE, days(1, 2));
    assertEquals(set(1, 2), agenda.pending(Step.SHIP));
    agenda.done(Step.SHIP, days(1, 2));
    assertEquals(set(), agenda.pending(Step.SHIP));
    assertEquals(day(2), agenda.newestScored());
  }

  @Test
  void whatIsAskedForWaitsUntilItIsDone() {
    Agenda agenda = scored(1, 3);
    agenda.asked(Step.SCORE, days(2));
    agenda.silenced(days(1, 2));

    assertEquals(set(2), agenda.pending(Step.SCORE));
    agenda.done(Step.SCORE, days(2));
    agenda.done(Step.INVESTIGATE, days(2));
    assertEquals(set(1, 2), agenda.quiet());
    agenda.done(Step.SHIP, days(2));
    assertEquals(set(1), agenda.quiet());
  }

  @Test
  void moreOfTheNewestScoredDateIsNotLate() {
    Agenda agenda = scored(1, 5);
    agenda.changed(days(5), all(5), 3, WITHOUT_LIMIT);

    assertEquals(set(5), agenda.pending(Step.SCORE));
    assertEquals(set(), agenda.stale());
  }

  @Test
  void aLateDateIsScoredAgainWithTheDaysAfterItAndTheRestGoesStale() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), all(9), 3, WITHOUT_LIMIT);

    assertEquals(set(2), agenda.pending(Step.TRAIN), "forests have to hear of changed dates alone");
    assertEquals(set(2), agenda.pending(Step.OBSERVE));
    assertEquals(set(2, 3, 4, 5), agenda.pending(Step.SCORE));
    assertEquals(set(6, 7, 8, 9), agenda.stale());
  }

  @Test
  void aDateBeyondEveryHistoryDoesNotGoStale() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), all(9), 1, 4);

    assertEquals(set(2, 3), agenda.pending(Step.SCORE));
    assertEquals(set(4, 5, 6), agenda.stale());
  }

  @Test
  void datesWithoutMessagesAreNeitherScoredAgainNorStale() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), days(1, 2, 4, 9), 3, WITHOUT_LIMIT);

    assertEquals(set(2, 4), agenda.pending(Step.SCORE));
    assertEquals(set(9), agenda.stale());
  }

  @Test
  void scoringAgainMakesAStaleDateRight() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), all(9), 0, WITHOUT_LIMIT);
    agenda.done(Step.SCORE, all(9));

    assertEquals(set(), agenda.stale());
    assertEquals(day(9), agenda.newestScored());
  }

  @Test
  void whatWasScoredByOtherProfilesIsStaleAndWhatTheyWatchedIsCountedAnew() {
    Agenda agenda = scored(1, 3);
    agenda.redefined(all(4));

    assertEquals(set(1, 2, 3, 4), agenda.pending(Step.OBSERVE));
    assertEquals(set(1, 2, 3), agenda.stale());
    assertEquals(set(), agenda.pending(Step.SCORE));
  }

  private static Agenda scored(int from, int to) {
    Agenda agenda = new Agenda();
    List<LocalDate> dates = IntStream.rangeClosed(from, to).mapToObj(AgendaTest::day).toList();
    for (Step step : Step.values()) {
      agenda.done(step, dates);
    }
    for (Step step : List.of(Step.INVESTIGATE, Step.SHIP)) {
      agenda.done(step, dates);
    }
    return agenda;
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2025, 3, day);
  }

  private static List<LocalDate> all(int to) {
    return IntStream.rangeClosed(1, to).mapToObj(AgendaTest::day).toList();
  }

  private static List<LocalDate> days(Integer... days) {
    return Stream.of(days).map(AgendaTest::day).toList();
  }

  private static Set<LocalDate> set(Integer... days) {
    return new TreeSet<>(days(days));
  }
}
