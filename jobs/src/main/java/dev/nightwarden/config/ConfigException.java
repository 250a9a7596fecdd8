package dev.nightwarden.config;

import java.util.List;

/**
 * A config that cannot be used, told to the person who wrote it: one line for each problem, such as
 * {@code configs/logins.yml:14: profiles.logins.analyzer.decoy is not a key; did you mean decay?
 * keys: [weight, decay, threshold]}. Never holds a secret.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 50;

  private final transient List<String> problems;

  public ConfigException(String problem) {
    this(List.of(problem));
  }

  /**
   * @param problems one line each, at least one
   */
  public ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the file; the message shows the first 50. */
  public List<String> problems() {
    return problems == null ? getMessage().lines().toList() : problems;
  }

  private static String message(List<String> problems) {
    String shown = String.join("\n", problems.subList(0, Math.min(MAX_SHOWN, problems.size())));
    return problems.size() > MAX_SHOWN
        ? shown + "\nand %d more".formatted(problems.size() - MAX_SHOWN)
        : shown;
  }
}
