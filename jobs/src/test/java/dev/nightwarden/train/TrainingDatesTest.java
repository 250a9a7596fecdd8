package dev.nightwarden.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.train.TrainingDates.Grown;
import dev.nightwarden.train.TrainingDates.Plan;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In March 2025 the days since 1970 of the 6th, 13th, 20th and 27th divide by 7. */
class TrainingDatesTest {
  private static final TrainingDates WEEKLY = new TrainingDates(7, OptionalInt.empty(), null);
  private static final TrainingDates IN_SAMPLE = new TrainingDates(7, OptionalInt.empty(), day(3));

  @Test
  void aDateIsScoredByTheTrainingDateBeforeItOrItself() {
    assertEquals(day(6), WEEKLY.of(day(6)));
    assertEquals(day(6), WEEKLY.of(day(12)));
    assertEquals(day(13), WEEKLY.of(day(13)));
    assertEquals(LocalDate.of(2025, 2, 27), WEEKLY.of(day(5)));
    assertEquals(LocalDate.of(1969, 12, 25), WEEKLY.of(LocalDate.of(1969, 12, 31)));
    assertEquals(day(5), new TrainingDates(1, OptionalInt.empty(), null).of(day(5)));
  }

  @Test
  void aForestHasSeenTheHistoryBeforeItsDateOnly() {
    TrainingDates limited = new TrainingDates(7, OptionalInt.of(3), null);

    assertTrue(WEEKLY.sees(day(13), day(1)));
    assertFalse(WEEKLY.sees(day(13), day(13)));
    assertTrue(limited.sees(day(13), day(10)));
    assertFalse(limited.sees(day(13), day(9)));
    assertFalse(limited.sees(day(13), day(14)));
  }

  @Test
  void aMessageReachesAsFarAsTheForestsThatSeeItScore() {
    TrainingDates limited = new TrainingDates(7, OptionalInt.of(3), null);

    assertEquals(9, limited.reach());
    assertEquals(day(6), limited.of(day(12)), "the last date that the message of the 3rd reaches");
    assertTrue(limited.sees(day(6), day(3)));
    assertEquals(Integer.MAX_VALUE, WEEKLY.reach());
  }

  @Test
  void theFirstDateIsATrainingDateWhereForestsMayBeGrownInSample() {
    assertEquals(day(3), IN_SAMPLE.of(day(3)));
    assertEquals(day(3), IN_SAMPLE.of(day(5)));
    assertEquals(day(6), IN_SAMPLE.of(day(6)));
    assertTrue(IN_SAMPLE.isInSample(day(3)));
    assertTrue(IN_SAMPLE.sees(day(3), day(3)));
    assertFalse(IN_SAMPLE.sees(day(3), day(4)));
    assertFalse(IN_SAMPLE.isInSample(day(6)));
    assertTrue(IN_SAMPLE.sees(day(6), day(3)));
  }

  @Test
  void whatDatesNeedAndIsNotThereIsGrown() {
    Plan plan = WEEKLY.plan(days(4, 5, 7, 8, 13), days(4, 5, 7, 8, 13), days(), Map.of(), "s");

    assertEquals(set(6, 13), plan.grow(), "nothing came before the 4th");
    assertEquals(set(), plan.remove());
  }

  @Test
  void whatIsThereAndRightIsKept() {
    Plan plan = WEEKLY.plan(days(14), all(14), days(14), there(6, 13), "s");

    assertEquals(set(), plan.touched());
  }

  @Test
  void forestsThatSawALateDateAreRemovedAndGrownAgainWhereDatesNeedThem() {
    Plan plan = WEEKLY.plan(days(7, 8), all(27), days(7), there(6, 13, 20), "s");

    assertEquals(set(13, 20), plan.remove(), "the 6th has not seen the 7th");
    assertEquals(set(), plan.grow());

    plan = WEEKLY.plan(days(4, 5, 6), all(27), days(4), there(6, 13), "s");
    assertEquals(set(6), plan.grow());
    assertEquals(set(6, 13), plan.remove());
    assertEquals(set(6, 13), plan.touched());
  }

  @Test
  void forestsThatDoNotSeeALateDateAnyMoreAreKept() {
    TrainingDates limited = new TrainingDates(7, OptionalInt.of(7), null);

    assertEquals(set(6), limited.plan(days(), all(27), days(5), there(6, 13, 20), "s").remove());
    assertEquals(set(13), limited.plan(days(), all(27), days(6), there(6, 13, 20), "s").remove());
  }

  @Test
  void forestsOfOtherSettingsOrTrainingDatesAreRemoved() {
    assertEquals(set(6), WEEKLY.plan(days(), all(14), days(), there(6), "other").remove());
    assertEquals(set(7), WEEKLY.plan(days(), all(14), days(), there(6, 7), "s").remove());
    assertEquals(
        set(3),
        WEEKLY.plan(days(), all(14), days(), Map.of(day(3), new Grown("s", true)), "s").remove());
  }

  @Test
  void anEarlierFirstDateEndsTheForestsGrownInSampleOnAnother() {
    Map<LocalDate, Grown> there = new TreeMap<>(there(6));
    there.put(day(3), new Grown("s", true));

    assertEquals(set(), IN_SAMPLE.plan(days(3, 6), all(6), days(), there, "s").touched());
    assertEquals(set(3, 6), IN_SAMPLE.plan(days(3, 6), all(6), days(3), there, "s").grow());
    TrainingDates earlier = new TrainingDates(7, OptionalInt.empty(), day(2));
    Plan plan = earlier.plan(days(2, 3, 4, 5), all(6), days(2), there, "s");
    assertEquals(set(2), plan.grow());
    assertEquals(set(3, 6), plan.remove());
  }

  private static Map<LocalDate, Grown> there(Integer... days) {
    Map<LocalDate, Grown> there = new TreeMap<>();
    days(days).forEach(day -> there.put(day, new Grown("s", false)));
    return there;
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2025, 3, day);
  }

  private static List<LocalDate> all(int to) {
    return IntStream.rangeClosed(1, to).mapToObj(TrainingDatesTest::day).toList();
  }

  private static List<LocalDate> days(Integer... days) {
    return Stream.of(days).map(TrainingDatesTest::day).toList();
  }

  private static Set<LocalDate> set(Integer... days) {
    return new TreeSet<>(days(days));
  }

  @Test
  void aStrayOldRecordIsNoFirstDate() {
    LocalDate stray = LocalDate.parse("2001-01-01");
    LocalDate day = LocalDate.parse("2025-03-01");
    assertEquals(day, first(Map.of(stray, 1L, day, 500L, day.plusDays(1), 500L)));
    assertEquals(day, first(Map.of(day, 500L, day.plusDays(1), 500L)));
    assertEquals(day, first(Map.of(stray, 1L, stray.plusDays(9), 48L, day, 50L)));
    assertEquals(
        stray,
        first(Map.of(stray, 25L, stray.plusDays(1), 25L, day, 500L)),
        "what came before is enough together: forests were grown on it");
    assertEquals(stray, first(Map.of(stray, 1L, day, 2L)));
    assertEquals(null, first(Map.of()));
  }

  private static LocalDate first(Map<LocalDate, Long> messages) {
    return TrainingDates.first(new TreeMap<>(messages), 50);
  }
}
