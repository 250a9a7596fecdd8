package dev.nightwarden.ingest;

import dev.nightwarden.value.Unforeseen;
import java.util.ArrayList;
import java.util.List;

/** What went wrong while a transport fetched, in words. */
public final class Fetching {
  private static final int MOST_CAUSES = 5;

  private Fetching() {}

  /** The messages of a failure and of its causes, each once; of what nobody foresaw its place. */
  public static String words(Throwable failure) {
    List<String> words = new ArrayList<>();
    for (Throwable at = failure; at != null && words.size() < MOST_CAUSES; at = at.getCause()) {
      String text =
          Unforeseen.is(at) || at.getMessage() == null
              ? Unforeseen.kindAndPlace(at)
              : at.getMessage();
      if (words.stream().noneMatch(told -> told.contains(text))) {
        words.add(text);
      }
    }
    return String.join("; caused by: ", words);
  }
}
