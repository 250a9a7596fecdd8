package dev.nightwarden.forest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words of names that people and programs gave themselves: lower case, each once, in order of
 * appearance. Logs are written by attackers too, so of a text the first {@value #TEXT} characters
 * are read, of these {@value #MOST} tokens are kept, and of a token {@value #TOKEN} characters.
 */
public final class Tokens {
  static final int TEXT = 1024;
  static final int MOST = 64;
  static final int TOKEN = 40;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern BETWEEN_AGENT_WORDS = Pattern.compile("[^\\p{L}\\p{N}._]+");
  private static final Pattern EDGES = Pattern.compile("^[._]+|[._]+$");
  private static final Pattern VERSION = Pattern.compile("v?\\p{N}.*");
  private static final Pattern GLUED_VERSION = Pattern.compile("[\\p{N}._]*\\.\\p{N}.*");

  private Tokens() {}

  /** Words of a network owner's name: {@code "Bredband2 AB"} gives bredband2, ab. None for null. */
  public static List<String> ofOwner(String name) {
    return kept(name, BETWEEN_WORDS, false);
  }

  /**
   * Words of a user agent without version numbers, so that an update is nothing new: {@code
   * "Mozilla/5.0 (X11; Linux x86_64) Chrome/118.0.0.0 go1.19.3"} gives mozilla, x11, linux, x86_64,
   * chrome, go. A version is what starts with a digit (also after a v), and digits that end a word
   * together with what follows a dot and a digit. None for null.
   */
  public static List<String> ofUserAgent(String agent) {
    return kept(agent, BETWEEN_AGENT_WORDS, true);
  }

  private static List<String> kept(String text, Pattern between, boolean versions) {
    if (text == null) {
      return List.of();
    }
    String read = text.substring(0, Math.min(TEXT, text.length())).toLowerCase(Locale.ROOT);
    Set<String> tokens = new LinkedHashSet<>();
    for (String word : between.split(read, -1)) {
      String token = versions ? withoutVersion(word) : word;
      if (!token.isEmpty() && tokens.size() < MOST) {
        tokens.add(token.substring(0, Math.min(TOKEN, token.length())));
      }
    }
    return new ArrayList<>(tokens);
  }

  private static String withoutVersion(String word) {
    String token = EDGES.matcher(word).replaceAll("");
    if (VERSION.matcher(token).matches()) {
      return "";
    }
    return GLUED_VERSION.matcher(token).replaceFirst("");
  }
}
