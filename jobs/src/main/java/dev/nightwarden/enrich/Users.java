package dev.nightwarden.enrich;

import dev.nightwarden.enrich.Identity.Span;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks up names in an {@link Identity}. */
final class Users implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String domain;
  private final HashMap<String, List<Span>> exact;
  private final HashMap<String, List<Span>> folded = new HashMap<>();

  Users(Identity identity) {
    domain = identity.userDomain();
    exact = new HashMap<>(identity.spans());
    Set<String> ambiguous = new HashSet<>();
    exact.forEach(
        (name, spans) -> {
          if (folded.putIfAbsent(fold(name), spans) != null) {
            ambiguous.add(fold(name));
          }
        });
    folded.keySet().removeAll(ambiguous);
  }

  /** The user of an entry for a name on an event date; null where none holds. */
  String mapped(String name, long day) {
    String user = entry(name, day);
    return user == null && takesDomain(name) ? entry(withDomain(name), day) : user;
  }

  /** Whether the domain is added to a name. */
  boolean takesDomain(String name) {
    return domain != null && name.indexOf('@') < 0;
  }

  String withDomain(String name) {
    return name + '@' + domain;
  }

  private String entry(String name, long day) {
    String user = at(exact.get(name), day);
    return user == null ? at(folded.get(fold(name)), day) : user;
  }

  private static String at(List<Span> spans, long day) {
    if (spans != null) {
      for (Span span : spans) {
        if (span.covers(day)) {
          return span.user();
        }
      }
    }
    return null;
  }

  /** Equal for names that differ by case alone: twice, for letters with several small forms. */
  private static String fold(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
