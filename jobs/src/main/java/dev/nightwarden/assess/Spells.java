package dev.nightwarden.assess;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts actors' dates with points into spells, the dates of one alert. It is told of them in order:
 * by date, and of a date those first that come first in its alerts.
 *
 * <p>Dates of an open spell are told before the budget is counted: growth is free.
 */
final class Spells {
  private final AlertSettings settings;
  private final Map<String, Spell> open = new TreeMap<>();
  private LocalDate today;
  private int opened;

  private record Spell(LocalDate first, LocalDate last) {}

  Spells(AlertSettings settings) {
    this.settings = settings;
  }

  /** Takes up a spell of earlier dates, which a date after them may continue. */
  void resume(String actor, LocalDate first, LocalDate last) {
    open.put(actor, new Spell(first, last));
  }

  /**
   * Takes an actor's date with points.
   *
   * @return the first date of the spell that it belongs to; null: it belongs to none
   */
  LocalDate take(LocalDate date, String actor, double risk) {
    if (!date.equals(today)) {
      today = date;
      opened = 0;
      LocalDate oldest = date.minusDays(settings.restDays());
      open.values().removeIf(spell -> spell.last().isBefore(oldest));
    }
    Spell spell = open.get(actor);
    if (spell == null && (risk < settings.minRisk() || opened == settings.budget())) {
      return null;
    }
    if (spell == null) {
      opened++;
    }
    LocalDate first = spell == null ? date : spell.first();
    open.put(actor, new Spell(first, date));
    return first;
  }
}
