package dev.nightwarden.night;

import java.util.ArrayList;
import java.util.List;

/** A failure in the words of its causes, for a person and for {@code runs.error}. */
public final class Failure {
  private static final int LONGEST = 2000;

  private Failure() {}

  /** The messages of an error and its causes, each once, the outermost first; bounded. */
  public static String describe(Throwable error) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = error; cause != null && messages.size() < 5; cause = cause.getCause()) {
      String message = cause.getMessage();
      String text = message == null ? cause.getClass().getSimpleName() : message.strip();
      if (messages.stream().noneMatch(known -> known.contains(text))) {
        messages.add(text);
      }
    }
    String all = String.join("; caused by: ", messages);
    return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "…";
  }
}
