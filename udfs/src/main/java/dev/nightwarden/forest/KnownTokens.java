package dev.nightwarden.forest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of texts, of which each is read once: actors have networks and devices in common. Not
 * for use by several threads.
 */
public final class KnownTokens {
  private static final int REMEMBERED = 1 << 14;

  private final Map<String, List<String>> owners = new HashMap<>();
  private final Map<String, List<String>> agents = new HashMap<>();

  /** The tokens of a feature's value; none for null. */
  List<String> of(Feature feature, Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof String text)) {
      throw EventEncoder.wrong(feature, value, "a text");
    }
    return switch (feature.kind()) {
      case OWNER -> of(owners, feature.kind(), text);
      case USER_AGENT -> of(agents, feature.kind(), text);
      default -> List.of(text);
    };
  }

  private static List<String> of(Map<String, List<String>> known, Feature.Kind kind, String text) {
    List<String> tokens = known.get(text);
    if (tokens == null) {
      tokens = kind == Feature.Kind.OWNER ? Tokens.ofOwner(text) : Tokens.ofUserAgent(text);
      if (known.size() == REMEMBERED) {
        known.clear();
      }
      known.put(text, tokens);
    }
    return tokens;
  }
}
