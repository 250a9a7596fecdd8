package dev.nightwarden.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.organisation.Draws;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LookalikeTest {
  private final Draws draws = Draws.of(1, "ids");

  @Test
  void fixedPartsStay() {
    List<String> seen =
        IntStream.range(0, 200)
            .mapToObj(
                i -> "AKIA" + UUID.nameUUIDFromBytes((i + "").getBytes(StandardCharsets.UTF_8)))
            .toList();
    Lookalike lookalike = new Lookalike(seen);

    Set<String> made = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      String one = (String) lookalike.next(draws);
      assertTrue(
          one.matches("AKIA[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
          one);
      assertFalse(seen.contains(one));
      assertTrue(made.add(one));
    }
  }

  @Test
  void numbersStayNumbersOfTheirLength() {
    Lookalike lookalike =
        new Lookalike(LongStream.range(0, 100).map(i -> 70_000 + i * 37).boxed().toList());

    assertTrue(assertInstanceOf(Long.class, lookalike.next(draws)) >= 70_000);
  }

  @Test
  void aFewValuesTellTheKindOfEachCharacter() {
    String one = (String) new Lookalike(List.of("ab-12", "cd-34")).next(draws);

    assertTrue(one.matches("[a-f]{2}-[0-9]{2}"), one);
  }

  @Test
  void whereAllAreTakenItSaysSo() {
    Lookalike lookalike = new Lookalike(IntStream.range(0, 10).mapToObj(i -> "" + i).toList());

    assertEquals(
        "no value like 0 is left that is not in use",
        assertThrows(IllegalStateException.class, () -> lookalike.next(draws)).getMessage());
  }
}
