package dev.nightwarden.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SpellsTest {
  private static final LocalDate MONDAY = LocalDate.parse("2025-03-17");

  private final Spells spells = new Spells(new AlertSettings(2, 20, 3, "events"));

  @Test
  void opensAsManyAsTheBudgetAllowsAndNoneOfLittleRisk() {
    assertEquals(MONDAY, spells.take(MONDAY, "ann", 50));
    assertNull(spells.take(MONDAY, "bob", 19.9));
    assertEquals(MONDAY, spells.take(MONDAY, "cid", 20));
    assertNull(spells.take(MONDAY, "dan", 90));
    assertEquals(MONDAY.plusDays(1), spells.take(MONDAY.plusDays(1), "dan", 20));
  }

  @Test
  void growsFreeOfChargeUntilItHasRested() {
    spells.take(MONDAY, "ann", 50);

    // Two others open on Thursday; ann's goes on, whatever the risk.
    assertEquals(MONDAY.plusDays(3), spells.take(MONDAY.plusDays(3), "bob", 60));
    assertEquals(MONDAY.plusDays(3), spells.take(MONDAY.plusDays(3), "cid", 60));
    assertEquals(MONDAY, spells.take(MONDAY.plusDays(3), "ann", 1));
    assertEquals(MONDAY, spells.take(MONDAY.plusDays(6), "ann", 1));
    assertNull(spells.take(MONDAY.plusDays(10), "ann", 1));
    assertEquals(MONDAY.plusDays(11), spells.take(MONDAY.plusDays(11), "ann", 20));
  }

  @Test
  void goesOnWithWhatEarlierDatesLeft() {
    spells.resume("ann", MONDAY.minusDays(5), MONDAY.minusDays(3));
    spells.resume("bob", MONDAY.minusDays(9), MONDAY.minusDays(4));

    assertEquals(MONDAY.minusDays(5), spells.take(MONDAY, "ann", 0));
    assertNull(spells.take(MONDAY, "bob", 0));
  }
}
