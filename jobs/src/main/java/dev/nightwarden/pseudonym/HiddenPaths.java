package dev.nightwarden.pseudonym;

import dev.nightwarden.enrich.Enricher;
import dev.nightwarden.value.Values;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of one transport's records whose values become pseudonyms: those of the deployment,
 * where {@code rename} takes them from or to, and where {@link Enricher} keeps what they were.
 *
 * <p>A path is taken for all that it can mean in a record: keys with dots, and nesting, and each
 * element of a list on the way.
 */
public final class HiddenPaths implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Names of a path, other paths of these names. */
  private static final int RENAMED_TWICE = 2;

  private final Pseudonyms pseudonyms;
  private final TreeSet<String> paths;

  HiddenPaths(Pseudonyms pseudonyms, Collection<String> paths) {
    this.pseudonyms = pseudonyms;
    this.paths = new TreeSet<>(paths);
  }

  static HiddenPaths of(Pseudonyms pseudonyms, Map<String, String> rename) {
    Set<String> all = new TreeSet<>(pseudonyms.paths());
    for (int time = 0; time < RENAMED_TWICE; time++) {
      for (String path : List.copyOf(all)) {
        rename.forEach(
            (name, from) -> {
              addRenamed(path, name, from, all);
              addRenamed(path, from, name, all);
            });
      }
    }
    for (String path : List.copyOf(all)) {
      all.add(Enricher.ORIGINAL + '.' + path);
      // A record's own original.user, which gave way.
      all.add(Enricher.ORIGINAL + '.' + Enricher.ORIGINAL + '.' + path);
    }
    return new HiddenPaths(pseudonyms, all);
  }

  /** Where else the values at a path are, if those at {@code one} are at {@code other} too. */
  private static void addRenamed(String path, String one, String other, Set<String> all) {
    if (isWithin(path, one)) {
      all.add(other + path.substring(one.length()));
    } else if (isWithin(one, path)) {
      all.add(other);
    }
  }

  private static boolean isWithin(String path, String outer) {
    return path.startsWith(outer)
        && (path.length() == outer.length() || path.charAt(outer.length()) == '.');
  }

  /** Whether the value at a path is hidden as a whole. */
  public boolean covers(String path) {
    return paths.stream().anyMatch(hidden -> isWithin(path, hidden));
  }

  /** Whether anything at a path, or below, is hidden. */
  public boolean touches(String path) {
    return paths.stream().anyMatch(hidden -> isWithin(path, hidden) || isWithin(hidden, path));
  }

  /** Puts pseudonyms into a record, in place of what stands there. */
  public void hide(Map<String, Object> record) {
    record.replaceAll((key, value) -> hidden(key, value, paths));
  }

  /** The value of a key, without names; values that records share stay as they are. */
  private Object hidden(String key, Object value, Collection<String> paths) {
    List<String> rests = null;
    for (String path : paths) {
      if (isWithin(key, path)) {
        return whole(value);
      } else if (isWithin(path, key)) {
        rests = rests == null ? new ArrayList<>() : rests;
        rests.add(path.substring(key.length() + 1));
      }
    }
    return rests == null ? value : below(value, rests);
  }

  private Object below(Object value, List<String> rests) {
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> hidden = new LinkedHashMap<>();
      object.forEach((key, inner) -> hidden.put((String) key, hidden((String) key, inner, rests)));
      return hidden;
    } else if (value instanceof List<?> array) {
      List<Object> hidden = new ArrayList<>(array.size());
      for (int i = 0; i < array.size(); i++) {
        hidden.add(element(String.valueOf(i), array.get(i), rests));
      }
      return hidden;
    }
    return value;
  }

  /** By its place in the list, or because each element is looked into. */
  private Object element(String place, Object value, List<String> rests) {
    List<String> inside = new ArrayList<>(rests);
    for (String rest : rests) {
      if (rest.equals(place)) {
        return whole(value);
      } else if (isWithin(rest, place)) {
        inside.add(rest.substring(place.length() + 1));
      }
    }
    return below(value, inside);
  }

  /** Each value in it as a pseudonym; keys stay, and so do null and the empty text. */
  private Object whole(Object value) {
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> hidden = new LinkedHashMap<>();
      object.forEach((key, inner) -> hidden.put((String) key, whole(inner)));
      return hidden;
    } else if (value instanceof List<?> array) {
      List<Object> hidden = new ArrayList<>(array.size());
      array.forEach(inner -> hidden.add(whole(inner)));
      return hidden;
    }
    return value == null || value.equals("") ? value : pseudonyms.of(text(value));
  }

  /** As {@code actor} writes it. */
  private static String text(Object value) {
    return value instanceof String text
        ? text
        : Values.textAt(Values.variant(Map.of("value", value)), "value");
  }
}
