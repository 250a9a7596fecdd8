package dev.nightwarden.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.organisation.Draws;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountedIdsTest {
  private final Draws draws = Draws.of(1, "counts");

  /** A message a second. */
  private static Optional<CountedIds> of(IntFunction<Object> id) {
    List<Recorded> messages =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    new Recorded(
                        "t", "" + i, i * 1_000_000L, "ann", Map.of("n", id.apply(i)), null, 0))
            .toList();
    return CountedIds.of(messages, message -> message.data().get("n"));
  }

  @Test
  void whatIsMadeLiesBetweenItsNeighbours() {
    CountedIds ids = of(i -> 1_000L + 10L * i).orElseThrow();
    Set<Object> made = new HashSet<>();
    for (int i = 0; i < 9; i++) {
      Object next = ids.next(50_500_000L, draws).orElseThrow();
      assertTrue(next instanceof Long number && number > 1_500 && number < 1_510, next.toString());
      assertTrue(made.add(next));
    }
    assertEquals(Optional.empty(), ids.next(50_500_000L, draws), "nine are between 1500 and 1510");
    assertTrue((Long) ids.next(500_000_000L, draws).orElseThrow() > 1_990);
    assertTrue((Long) ids.next(-5L, draws).orElseThrow() < 1_000);
  }

  @Test
  void textsKeepTheirZeros() {
    CountedIds ids = of(i -> "%08d".formatted(7 * i)).orElseThrow();

    String next = (String) ids.next(10_500_000L, draws).orElseThrow();
    assertTrue(next.matches("0000007[1-6]"), next);
  }

  @Test
  void withoutAGapThereIsNone() {
    assertEquals(Optional.empty(), of(i -> (long) i).orElseThrow().next(10_500_000L, draws));
  }

  @Test
  void whatDoesNotRiseIsNotCounted() {
    assertEquals(Optional.empty(), of(i -> (long) (i * 37 % 101)));
    assertEquals(Optional.empty(), of(i -> "id" + i));
  }
}
