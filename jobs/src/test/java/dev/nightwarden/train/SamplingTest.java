package dev.nightwarden.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final int MOST = 5;

  @Test
  void keepsTheSmallestHashesOfEachActorAndCountsTheRest() {
    List<Row> rows = rows(1_000, 7);
    List<Row> kept = run(new Sampling(1, MOST), rows);
    assertEquals(smallest(rows), smallest(kept));
    assertEquals(counts(rows), seen(kept));
    assertEquals(7 * (MOST + 1), kept.size());
  }

  @Test
  void losesNothingWhenItHandsRowsOnEarly() {
    List<Row> rows = rows(1_000, 3);
    // Room for twelve rows: handed on again and again.
    List<Row> kept = run(new Sampling(1, MOST, 12), rows);
    assertEquals(smallest(rows), smallest(kept));
    assertEquals(counts(rows), seen(kept));
    long more = kept.stream().filter(row -> !row.isNullAt(2)).count();
    assertTrue(more < 500, "the rest was handed on too: " + more);
  }

  @Test
  void partitionsTogetherKeepWhatOneWouldKeep() {
    List<Row> rows = rows(1_000, 3);
    List<Row> kept = run(new Sampling(1, MOST), rows.subList(0, 400));
    kept.addAll(run(new Sampling(1, MOST), rows.subList(400, 1_000)));
    assertEquals(smallest(rows), smallest(kept));
    assertEquals(counts(rows), seen(kept));
  }

  @Test
  void equalHashesAreToldApartById() {
    List<Row> rows = new ArrayList<>();
    for (String id : List.of("f", "b", "é", "a", "d", "c", "e", "Z")) {
      rows.add(RowFactory.create("jo", 7L, id));
    }
    List<Row> kept = run(new Sampling(1, MOST), rows);
    assertEquals(
        List.of("Z", "a", "b", "c", "d"),
        kept.stream()
            .filter(row -> !row.isNullAt(2))
            .map(row -> row.getString(2))
            .sorted()
            .toList());
  }

  @Test
  void withoutAKeyThereIsOneSample() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(RowFactory.create((long) -i, "m" + i));
    }
    List<Row> kept = run(new Sampling(0, MOST), rows);
    assertEquals(MOST + 1, kept.size());
    assertEquals(50L, kept.get(0).getLong(2));
    assertTrue(kept.stream().skip(1).allMatch(row -> row.getLong(0) <= -45));
  }

  @Test
  void noRowsGiveNone() {
    assertEquals(List.of(), run(new Sampling(1, MOST), List.of()));
  }

  @Test
  void refusesAnEventWithoutAnId() {
    List<Row> rows = List.of(RowFactory.create("jo", 1L, null));
    var error =
        assertThrows(IllegalArgumentException.class, () -> run(new Sampling(1, MOST), rows));
    assertEquals(
        "idCol: an event has no message id; each needs one, unique for its actor",
        error.getMessage());
  }

  private static List<Row> rows(int count, int actors) {
    Random random = new Random(4);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create("actor" + random.nextInt(actors), random.nextLong(), "m" + i));
    }
    return rows;
  }

  private static List<Row> run(Sampling sampling, List<Row> rows) {
    List<Row> kept = new ArrayList<>();
    Iterator<Row> found = sampling.call(rows.iterator());
    found.forEachRemaining(kept::add);
    return kept;
  }

  /** By actor, the ids of the rows with the smallest hashes. */
  private static Map<String, List<String>> smallest(List<Row> rows) {
    Map<String, List<String>> smallest = new TreeMap<>();
    rows.stream()
        .filter(row -> !row.isNullAt(2))
        .sorted(Comparator.comparingLong(row -> row.getLong(1)))
        .forEach(
            row -> {
              List<String> ids = smallest.computeIfAbsent(row.getString(0), k -> new ArrayList<>());
              if (ids.size() < MOST) {
                ids.add(row.getString(2));
              }
            });
    return smallest;
  }

  private static Map<String, Long> counts(List<Row> rows) {
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.getString(0), 1L, Long::sum));
    return counts;
  }

  private static Map<String, Long> seen(List<Row> kept) {
    Map<String, Long> counts = new TreeMap<>();
    kept.forEach(row -> counts.merge(row.getString(0), row.getLong(3), Long::sum));
    return counts;
  }
}
