package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final int WITHOUT_LIMIT = Integer.MAX_VALUE;

  @Test
  void newDatesGoThroughTheStepsInOrder() {
    Agenda agenda = agenda(WITHOUT_LIMIT);
    agenda.changed(days(1, 2), days(1, 2), 3);

    assertEquals(set(1, 2), agenda.pending("train"));
    assertEquals(set(1, 2), agenda.pending("observe"));
    assertEquals(set(1, 2), agenda.pending("score"));
    agenda.done(TRAIN, days(1, 2));
    assertEquals(set(), agenda.pending("train"));
    assertEquals(set(1, 2), agenda.pending("score"));
    agenda.done(OBSERVE, days(1, 2));
    agenda.done(SCORE, days(1, 2));
    assertEquals(set(), agenda.pending("score"));
    assertEquals(set(1, 2), agenda.pending("investigate"));
    agenda.done(INVESTIGATE, days(1, 2));
    assertEquals(set(1, 2), agenda.pending("ship"));
    agenda.done(SHIP, days(1, 2));
    assertEquals(set(), agenda.pending("ship"));
    assertEquals(day(2), agenda.newest());
  }

  @Test
  void whatIsAskedForWaitsUntilItIsDone() {
    Agenda agenda = scored(1, 3);
    agenda.asked("score", days(2));
    agenda.silenced(days(1, 2));

    assertEquals(set(2), agenda.pending("score"));
    agenda.done(SCORE, days(2));
    agenda.done(INVESTIGATE, days(2));
    assertEquals(set(1, 2), agenda.quiet());
    agenda.done(SHIP, days(2));
    assertEquals(set(1), agenda.quiet());
  }

  @Test
  void moreOfTheNewestScoredDateIsNotLate() {
    Agenda agenda = scored(1, 5);
    agenda.changed(days(5), all(5), 3);

    assertEquals(set(5), agenda.pending("score"));
    assertEquals(set(), agenda.stale());
  }

  @Test
  void aLateDateIsScoredAgainWithTheDaysAfterItAndTheRestGoesStale() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), all(9), 3);

    assertEquals(set(2), agenda.pending("train"), "forests have to hear of changed dates alone");
    assertEquals(set(2), agenda.pending("observe"));
    assertEquals(set(2, 3, 4, 5), agenda.pending("score"));
    assertEquals(set(6, 7, 8, 9), agenda.stale());
  }

  @Test
  void aDateBeyondEveryHistoryDoesNotGoStale() {
    Agenda agenda = scored(1, 9, 4);
    agenda.changed(days(2), all(9), 1);

    assertEquals(set(2, 3), agenda.pending("score"));
    assertEquals(set(4, 5, 6), agenda.stale());
  }

  @Test
  void datesWithoutMessagesAreNeitherScoredAgainNorStale() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), days(1, 2, 4, 9), 3);

    assertEquals(set(2, 4), agenda.pending("score"));
    assertEquals(set(9), agenda.stale());
  }

  @Test
  void scoringAgainMakesAStaleDateRight() {
    Agenda agenda = scored(1, 9);
    agenda.changed(days(2), all(9), 0);
    agenda.done(SCORE, all(9));

    assertEquals(set(), agenda.stale());
    assertEquals(day(9), agenda.newest());
  }

  @Test
  void whatWasScoredByOtherProfilesIsStaleAndWhatTheyWatchedIsCountedAnew() {
    Agenda agenda = scored(1, 3);
    agenda.redefined(OBSERVE, all(4));

    assertEquals(set(1, 2, 3, 4), agenda.pending("observe"));
    assertEquals(set(1, 2, 3), agenda.stale());
    assertEquals(set(), agenda.pending("score"));
  }

  @Test
  void whatIsScoredBeforeTheDatesOfABackfillIsAsIfTheseCameLate() {
    Agenda agenda = agenda(WITHOUT_LIMIT);
    agenda.changed(days(1, 2, 3), days(1, 2, 3), 2);
    agenda.reserve(new Span(day(1), day(3)));
    for (int day : new int[] {4, 6, 9}) {
      agenda.changed(days(day), days(1, 2, 3, day), 2);
      agenda.done(TRAIN, days(day));
      agenda.done(OBSERVE, days(day));
      agenda.done(SCORE, days(day));
      agenda.overtook(SCORE, days(day), 2);
    }

    assertEquals(set(1, 2, 3), agenda.pending("score"));
    assertEquals(set(4, 6, 9), agenda.stale());
    assertEquals(set(4), agenda.kept().early());
    agenda = new Agenda(List.of(TRAIN, OBSERVE, SCORE, INVESTIGATE, SHIP), agenda.kept());
    assertEquals(new Span(day(1), day(3)), agenda.reserved());

    agenda.release();
    assertEquals(set(1, 2, 3, 4), agenda.pending("score"));
    assertEquals(set(), agenda.kept().early());
    assertEquals(null, agenda.reserved());
  }

  @Test
  void whatIsScoredAfterTheDatesOfABackfillWereCountedIsRight() {
    Agenda agenda = agenda(WITHOUT_LIMIT);
    agenda.changed(days(1, 2, 3), days(1, 2, 3), 2);
    agenda.reserve(new Span(day(1), day(3)));
    agenda.changed(days(4), days(1, 2, 3, 4), 2);
    agenda.done(SCORE, days(4));
    agenda.overtook(SCORE, days(4), 2);
    assertEquals(set(4), agenda.kept().early());
    agenda.done(TRAIN, days(1, 2, 3, 4));
    agenda.done(OBSERVE, days(1, 2, 3, 4));

    agenda.done(SCORE, days(4));
    agenda.overtook(SCORE, days(4), 2);
    assertEquals(set(), agenda.kept().early());
    agenda.release();
    assertEquals(set(1, 2, 3), agenda.pending("score"));
    assertEquals(set(), agenda.stale());
  }

  @Test
  void aDateThatTheDatesOfABackfillDoNotReachIsRight() {
    Agenda agenda = agenda(4);
    agenda.changed(days(1, 2), days(1, 2), 1);
    agenda.reserve(new Span(day(1), day(2)));
    agenda.done(score(4), days(6, 7));
    agenda.overtook(score(4), days(6, 7), 1);

    assertEquals(set(6), agenda.stale());
  }

  private static final Stage TRAIN = stage("train", false, 0, false);
  private static final Stage OBSERVE = stage("observe", false, 0, false);
  private static final Stage INVESTIGATE = stage("investigate", false, 0, false, "score");
  private static final Stage SHIP = stage("ship", false, 0, true, "investigate");

  private static Stage score(int reach) {
    return stage("score", true, reach, false);
  }

  private static final Stage SCORE = score(WITHOUT_LIMIT);

  private static Agenda agenda(int reach) {
    return new Agenda(List.of(TRAIN, OBSERVE, score(reach), INVESTIGATE, SHIP), Agenda.Kept.NONE);
  }

  private static Agenda scored(int from, int to) {
    return scored(from, to, WITHOUT_LIMIT);
  }

  private static Agenda scored(int from, int to, int reach) {
    Agenda agenda = agenda(reach);
    List<LocalDate> dates = IntStream.rangeClosed(from, to).mapToObj(AgendaTest::day).toList();
    for (Stage stage : List.of(TRAIN, OBSERVE, SCORE, INVESTIGATE, SHIP)) {
      agenda.done(stage, dates);
    }
    return agenda;
  }

  private static Stage stage(
      String name, boolean hasHistory, int reach, boolean isTelling, String... follows) {
    return new Stage() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Set<String> follows() {
        return Set.of(follows);
      }

      @Override
      public boolean hasHistory() {
        return hasHistory;
      }

      @Override
      public int reach() {
        return reach;
      }

      @Override
      public boolean isTelling() {
        return isTelling;
      }

      @Override
      public void run(StageContext night, NavigableSet<LocalDate> dates) {}
    };
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
