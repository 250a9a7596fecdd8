package dev.nightwarden.tune;

import dev.nightwarden.evaluate.Evaluation;
import dev.nightwarden.evaluate.Scorecard.Point;
import java.time.LocalDate;
import java.util.List;

/**
 * What tuning came to.
 *
 * @param budget alerts a night
 * @param cut the first date of the nights that were not looked at in the search
 * @param searched how many settings were judged on all actors
 * @param incidents how many were to be found in the search
 * @param present the config as it is, on the nights of the search
 * @param chosen the best, on the same
 * @param changes what was changed, each with its reason
 * @param curve the most that any setting found, by alerts a night, on the nights of the search
 * @param evaluation the config as it is and the tuned one, on the other nights
 * @param isGoodEnough whether the tuned one keeps to the budget there, and finds enough
 * @param verdict the same in words
 */
public record Tuning(
    double budget,
    LocalDate cut,
    int searched,
    int incidents,
    Figures present,
    Figures chosen,
    List<Change> changes,
    List<Point> curve,
    Evaluation evaluation,
    boolean isGoodEnough,
    String verdict) {

  /** How many incidents a setting finds, with how many alerts a night. */
  public record Figures(int found, double alerts) {}

  /**
   * A change of the config.
   *
   * @param key its path
   * @param value what it becomes; null: it goes
   * @param without what would be without the change, on the nights of the search
   */
  public record Change(String key, String value, Figures without) {}
}
