package dev.nightwarden.value;

import java.io.UncheckedIOException;

/**
 * Exceptions that nobody wrote for a person to read: what Java throws at a mistake in the program,
 * such as an index out of bounds. Their message alone tells a person nothing.
 */
public final class Unforeseen {
  private static final String OURS = "dev.nightwarden.";

  private Unforeseen() {}

  /** Whether an error itself, its causes aside, is one. */
  public static boolean is(Throwable error) {
    if (error instanceof StackOverflowError || error instanceof LinkageError) {
      return true;
    }
    if (!(error instanceof RuntimeException) || error instanceof UncheckedIOException) {
      return false;
    }
    String type = error.getClass().getName();
    if (!type.startsWith("java.") && !type.startsWith("scala.")) {
      return false;
    }
    boolean saysWhy =
        error.getClass() == IllegalArgumentException.class
            || error.getClass() == IllegalStateException.class;
    StackTraceElement[] stack = error.getStackTrace();
    return !saysWhy || stack.length == 0 || !stack[0].getClassName().startsWith(OURS);
  }

  /**
   * An error's kind and, where it passed through ours, the place: {@code IllegalArgumentException
   * in Histories.java:222}.
   */
  public static String kindAndPlace(Throwable error) {
    String kind = error.getClass().getSimpleName();
    for (StackTraceElement frame : error.getStackTrace()) {
      if (frame.getClassName().startsWith(OURS) && frame.getFileName() != null) {
        return "%s in %s:%d".formatted(kind, frame.getFileName(), frame.getLineNumber());
      }
    }
    return kind;
  }
}
