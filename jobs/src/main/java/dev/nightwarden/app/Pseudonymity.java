package dev.nightwarden.app;

import dev.nightwarden.feature.FeatureNeeds;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.SpelledText;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.pseudonym.HiddenPaths;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.value.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a config says of names that are not to be written. */
final class Pseudonymity {
  private static final int SHOWN = 60;

  private Pseudonymity() {}

  /** What stands for names, and where; null where they stay. */
  static Pseudonyms of(Config config) {
    if (config.pseudonyms() == null) {
      return null;
    }
    Set<String> paths = new TreeSet<>(config.pseudonyms().paths());
    for (ProfileSection profile : config.profiles().values()) {
      if (profile.actor() != null) {
        paths.add(profile.actor());
      }
    }
    if (config.features() != null && config.features().actor() != null) {
      paths.add(config.features().actor());
    }
    config.identities().forEach(identity -> paths.add(identity.field()));
    return new Pseudonyms(config.pseudonyms(), paths);
  }

  /** Whether pseudonyms may stand at a path, or below, in messages of any transport. */
  static boolean isHidden(Config config, Pseudonyms pseudonyms, String path) {
    return pseudonyms != null
        && config.transports().values().stream()
            .anyMatch(transport -> pseudonyms.in(transport.record().rename()).touches(path));
  }

  /**
   * Checks that the other settings go with pseudonyms.
   *
   * @param pseudonyms null: all do
   * @throws IllegalKeyException if {@code actor_sql} reads nothing that is hidden, a type is
   *     declared for what becomes a text, or SQL compares a hidden path with a name that it spells
   *     out
   */
  static void check(Config config, Pseudonyms pseudonyms) {
    if (pseudonyms == null) {
      return;
    }
    Predicate<String> hidden = path -> isHidden(config, pseudonyms, path);
    config.profiles().forEach((name, profile) -> checkActor(name, profile, hidden));
    config
        .transports()
        .forEach((name, transport) -> checkTypes(name, transport.record(), pseudonyms));
    expressions(config).forEach((key, sql) -> checkTexts(key, sql, hidden));
  }

  private static void checkActor(String name, ProfileSection profile, Predicate<String> hidden) {
    if (profile.actorSql() == null) {
      return;
    }
    List<String> read = MessageSql.paths(profile.actorSql());
    if (read.stream().noneMatch(hidden)) {
      throw new IllegalKeyException(
          "profiles.\"%s\".actor_sql".formatted(name),
          "reads %s, none of which pseudonyms.paths names; list there those that hold names"
              .formatted(read.isEmpty() ? "no path" : String.join(", ", read)));
    }
  }

  private static void checkTypes(String name, RecordSettings record, Pseudonyms pseudonyms) {
    HiddenPaths hidden = pseudonyms.in(record.rename());
    record
        .fieldTypes()
        .forEach(
            (path, type) -> {
              if (!type.equals("string") && hidden.covers(path)) {
                throw new IllegalKeyException(
                    "pseudonyms",
                    ("hides %s, which is a %s in transports.%s, and a pseudonym is a text; leave"
                            + " the path out of types, or declare it a string")
                        .formatted(path, type, name));
              }
            });
  }

  private static void checkTexts(String key, String sql, Predicate<String> hidden) {
    SpelledText.in(sql, hidden, text -> !Pseudonyms.isPseudonym(text))
        .ifPresent(
            found -> {
              throw new IllegalKeyException(
                  key,
                  ("compares %s with \"%s\", but has pseudonyms there: write the name's, as"
                          + " nightwarden pseudonym prints it; no part of a name can be compared")
                      .formatted(found.path(), Printable.printable(found.text(), SHOWN)));
            });
  }

  /** Every SQL expression by its key. */
  private static Map<String, String> expressions(Config config) {
    Map<String, String> expressions = new LinkedHashMap<>();
    config
        .profiles()
        .forEach(
            (name, profile) -> {
              String at = "profiles.\"%s\".".formatted(name);
              expressions.put(at + "matches", profile.matches());
              expressions.put(at + "actor_sql", profile.actorSql());
            });
    FeatureSettings features = config.features();
    if (features != null) {
      expressions.putAll(new FeatureNeeds(features, Map.of()).expressions());
    }
    expressions.values().removeIf(sql -> sql == null);
    return expressions;
  }
}
