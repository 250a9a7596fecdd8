package dev.nightwarden.pipeline;

/** A stage failed; the message is for people, and an unexpected error is its cause. */
public class StageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StageException(String message, Throwable cause) {
    super(message, cause);
  }
}
