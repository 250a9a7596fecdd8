package dev.nightwarden.config;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Every type that a config can name, as text. */
public final class TypeListing {
  private TypeListing() {}

  /**
   * One block for each extension point, in it one for each type: its name, where it comes from,
   * what it is, and its keys with what they take.
   *
   * @param words types whose name or extension point has one of them; none: all
   * @return empty if there is no such type
   */
  public static String of(Registry registry, Collection<String> words) {
    StringBuilder listing = new StringBuilder();
    for (Class<?> point : registry.points()) {
      List<Registry.Type> types =
          registry.types(point).values().stream()
              .filter(type -> isWanted(type, point, words))
              .toList();
      boolean isPart =
          registry.points().stream()
              .anyMatch(other -> other != point && other.isAssignableFrom(point));
      if (types.isEmpty() || isPart) {
        continue;
      }
      listing.append(listing.isEmpty() ? "" : "\n").append(Registry.word(point)).append('\n');
      types.forEach(type -> append(listing, type));
    }
    return listing.toString();
  }

  private static boolean isWanted(Registry.Type type, Class<?> point, Collection<String> words) {
    String name = (type.name() + " " + Registry.word(point)).toLowerCase(Locale.ROOT);
    return words.isEmpty()
        || words.stream().anyMatch(word -> name.contains(word.toLowerCase(Locale.ROOT)));
  }

  private static void append(StringBuilder listing, Registry.Type type) {
    listing.append("  %s  (%s)%n".formatted(type.name(), type.source()));
    listing.append("    %s%n".formatted(type.doc()));
    for (RecordComponent component : type.settings().getRecordComponents()) {
      Key key = Kinds.key(component);
      listing.append(
          "      %s: %s%s. %s%n"
              .formatted(
                  Keys.name(component),
                  kind(component.getGenericType(), key),
                  rest(key),
                  key.doc()));
    }
  }

  private static String kind(Type type, Key key) {
    String allowed = Keys.allowed(key);
    String kind =
        Kinds.of(type) == Kinds.Kind.POINT
            ? "a mapping with the type of " + Registry.word(Kinds.raw(type))
            : Kinds.wanted(type);
    boolean saysAll = allowed.startsWith("a number") || allowed.startsWith("one of");
    return allowed.isEmpty() ? kind : saysAll ? allowed : kind + ", " + allowed;
  }

  private static String rest(Key key) {
    if (key.required()) {
      return ", required";
    }
    return key.fallback().isEmpty() ? "" : ", default " + key.fallback();
  }
}
