package dev.nightwarden.pipeline;

import java.util.List;

/**
 * The result of checking a config against data.
 *
 * @param lines what was found, for people
 * @param warnings what a run accepts but is rarely intended: fields that many actors never have,
 *     settings that flag too many actors
 * @param problems what makes a run fail or find nothing: transports that give nothing, files that
 *     would be held back, profiles that match nothing or have no actor, fields that are never
 *     present
 */
public record Validation(List<String> lines, List<String> warnings, List<String> problems) {
  public Validation {
    lines = List.copyOf(lines);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }
}
