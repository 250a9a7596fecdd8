package dev.nightwarden.evaluate;

import dev.nightwarden.incident.Incident;
import java.time.LocalDate;
import java.util.List;

/**
 * How good some configs are on one log.
 *
 * @param from the first date that was judged
 * @param to the last
 * @param notes what limits what can be said
 * @param incidents those that are labelled
 * @param scorecards one for each config, in their order
 * @param comparisons of the first config with each other one
 */
public record Evaluation(
    LocalDate from,
    LocalDate to,
    List<String> notes,
    List<Incident> incidents,
    List<Scorecard> scorecards,
    List<Comparison> comparisons) {}
