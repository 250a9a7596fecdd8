package dev.nightwarden.forget;

import dev.nightwarden.ingest.Admission;
import dev.nightwarden.value.Visibility;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names of who is to be forgotten, as texts write them. */
final class Names implements Admission.Words {
  private static final long serialVersionUID = 1L;

  /** What is shown of a long text ends with it. */
  private static final char ELLIPSIS = '…';

  /** What is shown of each hidden character. */
  private static final char HIDDEN = '\uFFFD';

  /** So much of a name, and half of it at least, still tells who is meant. */
  private static final int TELLING = 8;

  private final Set<String> names;
  private final ArrayList<Sought> longestFirst = new ArrayList<>();

  /**
   * A name.
   *
   * @param head how it begins at least, without a character that may be shown as another
   */
  private record Sought(String name, String head, String instead) implements Serializable {}

  Names(Collection<String> names, NameHash hash) {
    this.names = new LinkedHashSet<>(names);
    List<String> sorted = new ArrayList<>(this.names);
    sorted.sort((a, b) -> b.length() - a.length());
    for (String name : sorted) {
      longestFirst.add(new Sought(name, head(name), NameHash.inPlaceOf(hash.of(name))));
    }
  }

  private static String head(String name) {
    int end = 0;
    while (end < least(name) && !isHidden(name, end)) {
      end++;
    }
    return name.substring(0, end);
  }

  private static int least(String name) {
    return Math.min(name.length(), Math.max(TELLING, (name.length() + 1) / 2));
  }

  private static boolean isHidden(String name, int at) {
    return Visibility.isHidden(name.codePointAt(at));
  }

  /** Whether this is one of them, whole. */
  boolean are(String actor) {
    return names.contains(actor);
  }

  @Override
  public boolean mentions(String text) {
    return Unescaped.isAny(text, says -> next(says, 0) != null);
  }

  @Override
  public String without(String text) {
    return Unescaped.without(text, this::next);
  }

  private Unescaped.Found next(String text, int from) {
    Unescaped.Found first = null;
    for (Sought sought : longestFirst) {
      Unescaped.Found found = next(text, from, sought);
      if (found != null && (first == null || found.start() < first.start())) {
        first = found;
      }
    }
    return first;
  }

  private static Unescaped.Found next(String text, int from, Sought sought) {
    for (int at = text.indexOf(sought.head(), from);
        at >= 0 && at < text.length();
        at = text.indexOf(sought.head(), at + 1)) {
      int end = NameBounds.begins(text, at) ? end(text, at, sought.name()) : -1;
      if (end >= 0) {
        return new Unescaped.Found(at, end, sought.instead());
      }
    }
    return null;
  }

  /** Where a name ends that begins at an index; -1 if it is not there. */
  private static int end(String text, int start, String name) {
    int at = start;
    int same = 0;
    while (same < name.length() && at < text.length()) {
      if (text.charAt(at) == name.charAt(same)) {
        same++;
      } else if (text.charAt(at) == HIDDEN && isHidden(name, same)) {
        same += Character.charCount(name.codePointAt(same));
      } else {
        break;
      }
      at++;
    }
    boolean isThere =
        same == name.length()
            ? NameBounds.ends(text, at)
            : same >= least(name) && at < text.length() && text.charAt(at) == ELLIPSIS;
    return isThere ? at : -1;
  }
}
