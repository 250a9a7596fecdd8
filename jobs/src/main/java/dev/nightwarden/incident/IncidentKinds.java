package dev.nightwarden.incident;

import dev.nightwarden.plugin.Nearest;
import java.util.List;

/** The kinds of incidents that can be planted. */
public final class IncidentKinds {
  private static final List<Kind> ALL =
      List.of(
          new Swap(false),
          new Swap(true),
          new StolenKey(),
          new NewNetwork(),
          new OffHours(),
          new Flurry(),
          new Exfiltration(),
          new Crossing(),
          new Dormant(),
          new PasswordSpray(),
          new Slow());

  private IncidentKinds() {}

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(Kind::name).toList();
  }

  /** A paragraph for each: what happens, and what makes it hard. */
  public static List<String> described() {
    return ALL.stream()
        .map(
            kind ->
                "%s (%s): %s Hard, because %s."
                    .formatted(
                        kind.name(),
                        String.join(", ", kind.techniques()),
                        kind.doc(),
                        kind.hardness()))
        .toList();
  }

  /**
   * Looks whether there is such a kind.
   *
   * @throws IllegalArgumentException if not
   */
  public static void check(String name) {
    of(name);
  }

  static Kind of(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--kind %s is not known%s"
                        .formatted(name, Nearest.hint(name, names(), "kinds"))));
  }
}
