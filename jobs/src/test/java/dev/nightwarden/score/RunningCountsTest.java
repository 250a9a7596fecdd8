package dev.nightwarden.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.KnownCounts;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
import dev.nightwarden.reporter.Reporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class RunningCountsTest {
  private static final Profile PROFILE =
      new Profile(
          "p",
          List.of(),
          null,
          "actor",
          null,
          OptionalInt.empty(),
          Map.of("city", new Field.Single(null, new Mandatory(1.0))),
          Map.of());

  /** Two names that xxhash64 takes for one are too rare to be found; the pass sees a number. */
  @Test
  void actorsOfOneHashAreCountedApart() {
    List<Row> entries =
        List.of(
            entry(7, "ann", "1", "Rome"),
            entry(7, "bob", "2", "Rome"),
            entry(7, "ann", "3", "Rome"),
            entry(7, "bob", "4", "Oslo"),
            entry(8, "ann", "5", "Rome"));

    assertEquals(
        List.of(
            "ann 1 Rome 0/0",
            "bob 2 Rome 0/0",
            "ann 3 Rome 1/1",
            "bob 4 Oslo 0/1",
            "ann 5 Rome 0/0"),
        pass(new RunningCounts(List.of(PROFILE), false, null), entries));
  }

  @Test
  void whatIsUsualIsLeftOut() {
    List<Row> entries =
        List.of(
            entry(7, "ann", "1", "Rome"),
            entry(7, "ann", "2", "Rome"),
            entry(7, "ann", "3", null),
            entry(7, "ann", "4", "Rome"));

    assertEquals(
        List.of("ann 1 Rome 0/0", "ann 3 null 0/2"),
        pass(new RunningCounts(List.of(PROFILE), true, null), entries));
  }

  @Test
  void aValueIsUsualForMandatoryFromTheMeanOn() {
    Reporter mandatory = new Mandatory(1.0);

    assertEquals(true, mandatory.isUsual(new KnownCounts(true, 2, 3, 2, 0)));
    assertEquals(true, mandatory.isUsual(new KnownCounts(true, 2, 4, 2, 0)));
    assertEquals(false, mandatory.isUsual(new KnownCounts(true, 1, 3, 2, 0)));
    assertEquals(false, mandatory.isUsual(new KnownCounts(true, 0, 0, 0, 0)));
    assertEquals(false, mandatory.isUsual(new KnownCounts(false, 2, 3, 2, 2)));
  }

  @Test
  void aValueIsUsualForOptionalWhenSeenOrWhereNoneWasMissing() {
    Reporter optional = new OptionalReporter(1.0);

    assertEquals(true, optional.isUsual(new KnownCounts(false, 0, 0, 0, 0)));
    assertEquals(true, optional.isUsual(new KnownCounts(true, 1, 3, 2, 2)));
    assertEquals(true, optional.isUsual(new KnownCounts(true, 0, 3, 2, 0)));
    assertEquals(false, optional.isUsual(new KnownCounts(true, 0, 3, 2, 1)));
    assertEquals(false, optional.isUsual(new KnownCounts(true, 0, 0, 0, 0)));
  }

  private static Row entry(long hash, String actor, String id, String city) {
    List<String> values = new ArrayList<>();
    values.add(city);
    return RowFactory.create(
        "p",
        actor,
        0L,
        Entry.MESSAGE,
        "t",
        id,
        null,
        CollectionConverters.asScala(values).toSeq(),
        1L,
        null,
        hash);
  }

  /** Actor, message, value, and how often it was seen of how many messages. */
  private static List<String> pass(RunningCounts counts, List<Row> entries) {
    List<String> known = new ArrayList<>();
    counts
        .call(entries.iterator())
        .forEachRemaining(
            row ->
                known.add(
                    "%s %s %s %d/%d"
                        .formatted(
                            row.get(1), row.get(3), row.get(6), row.getLong(7), row.getLong(8))));
    return known;
  }
}
