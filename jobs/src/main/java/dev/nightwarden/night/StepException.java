package dev.nightwarden.night;

/** A step failed for what nobody foresaw. */
final class StepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepException(String step, Throwable cause) {
    super("the step %s failed unexpectedly".formatted(step), cause);
  }
}
