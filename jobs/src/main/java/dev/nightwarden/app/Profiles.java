package dev.nightwarden.app;

import dev.nightwarden.amounts.AmountDetector;
import dev.nightwarden.amounts.AmountSettings;
import dev.nightwarden.amounts.WatchedAmounts;
import dev.nightwarden.config.Hashes;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.feature.Features;
import dev.nightwarden.feature.FlagSettings;
import dev.nightwarden.feature.Flags;
import dev.nightwarden.investigate.Attack;
import dev.nightwarden.investigate.Attack.Sign;
import dev.nightwarden.investigate.EnoughEvents;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.score.Reporters;
import dev.nightwarden.suppress.Suppressions;
import dev.nightwarden.train.ForestSettings;
import dev.nightwarden.train.Forests;
import dev.nightwarden.train.ProfileForests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;

/** Builds the profiles of a config. */
public final class Profiles {
  /** Marks, in {@code runs.profile_hashes}, the hash of what a profile watches. */
  static final String DEFINITION = "#watched";

  private Profiles() {}

  /**
   * The profiles by name.
   *
   * @throws IllegalKeyException if two transports of a profile declare different types for a field
   */
  public static Map<String, Profile> of(Config config) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    config
        .profiles()
        .forEach(
            (name, section) ->
                profiles.put(
                    name,
                    new Profile(
                        name,
                        section.transports(),
                        section.matches(),
                        section.actor(),
                        section.actorSql(),
                        section.historyDays(),
                        section.fields(),
                        types("profiles.\"%s\"".formatted(name), section.transports(), config),
                        section.learns(),
                        section.peers())));
    return profiles;
  }

  /** By profile, the hash of what decides its observations. */
  static Map<String, String> definitions(Config config, Map<String, Profile> profiles) {
    Map<String, String> definitions = new TreeMap<>();
    config
        .profiles()
        .forEach((name, section) -> definitions.put(name, definition(section, profiles.get(name))));
    return definitions;
  }

  private static String definition(ProfileSection section, Profile profile) {
    Map<String, List<String>> paths = new TreeMap<>();
    section
        .fields()
        .forEach(
            (name, field) ->
                paths.put(
                    name,
                    field instanceof Field.Single single
                        ? Arrays.asList(single.key())
                        : field instanceof HourOfWeek hour ? decisive(hour) : field.paths(name)));
    if (section.peers() != null) {
      // Counted with the fields, so that what messages say of groups is known by day.
      paths.put(Peers.FIELD_PREFIX, section.peers().by());
    }
    Map<String, String> types = new TreeMap<>();
    profile.types().forEach((field, type) -> types.put(field, type.sql()));
    return Hashes.of(
        new Watched(
            section.transports(),
            section.matches(),
            section.actor(),
            section.actorSql(),
            paths,
            types));
  }

  /** What scores the values of all profiles. */
  static Reporters reporters(Config config, Map<String, Profile> profiles) {
    Map<String, Judge> judges = new TreeMap<>();
    Map<String, String> fingerprints = new TreeMap<>();
    config
        .profiles()
        .forEach(
            (name, section) -> {
              judges.put(name, section.judge());
              fingerprints.put(name, Hashes.of(section));
            });
    return new Reporters(List.copyOf(profiles.values()), judges, fingerprints);
  }

  /** What looks at the amounts of all profiles; empty where none has any. */
  static Optional<AmountDetector> amounts(Config config, Map<String, Profile> profiles) {
    List<WatchedAmounts> watched = new ArrayList<>();
    Map<String, String> hashes = new TreeMap<>();
    config
        .profiles()
        .forEach(
            (name, section) -> {
              if (section.amounts() != null) {
                watched.add(new WatchedAmounts(profiles.get(name), section.amounts()));
                Map<String, AmountSettings> measured = new TreeMap<>();
                section
                    .amounts()
                    .watch()
                    .forEach((amount, settings) -> measured.put(amount, settings.withoutUnit()));
                hashes.put(
                    name,
                    Hashes.of(new Amounts(definition(section, profiles.get(name)), measured)));
              }
            });
    return watched.isEmpty() ? Optional.empty() : Optional.of(new AmountDetector(watched, hashes));
  }

  /** The forests of the profiles that have them. */
  static Forests forests(Config config, Map<String, Profile> profiles) {
    List<ProfileForests> all = new ArrayList<>();
    config
        .profiles()
        .forEach(
            (name, section) -> {
              if (section.forest() != null) {
                all.add(new ProfileForests(profiles.get(name), section.forest()));
              }
            });
    return new Forests(all);
  }

  /** What anomalies are signs of; what names its own techniques goes before its profile. */
  static Attack attack(Config config) {
    List<Sign> signs = new ArrayList<>();
    config
        .profiles()
        .forEach(
            (name, section) -> {
              section
                  .fields()
                  .forEach(
                      (field, settings) ->
                          add(signs, name, Anomalies.REPORTER, field, settings.attack()));
              if (section.amounts() != null) {
                section
                    .amounts()
                    .watch()
                    .forEach(
                        (amount, settings) ->
                            add(signs, name, AmountDetector.AMOUNTS, amount, settings.attack()));
              }
              add(signs, name, null, null, section.attack());
            });
    if (config.features() != null) {
      for (FlagSettings flag : config.features().flags()) {
        add(signs, FeatureSettings.PROFILE, Flags.detector(flag.name()), null, flag.attack());
      }
    }
    return new Attack(signs);
  }

  private static void add(
      List<Sign> signs, String profile, String detector, String field, List<String> techniques) {
    if (!techniques.isEmpty()) {
      signs.add(new Sign(profile, detector, field, techniques));
    }
  }

  /** What decides which anomalies of forests are malicious, by profile; none where all are. */
  static Map<String, Judge> forestJudges(Config config) {
    Map<String, Judge> judges = new TreeMap<>();
    boolean isAny = false;
    for (var profile : config.profiles().entrySet()) {
      ForestSettings forest = profile.getValue().forest();
      if (forest != null) {
        isAny |= forest.leastFlagged() > 1;
        judges.put(
            profile.getKey(),
            new EnoughEvents(profile.getValue().collector(), forest.leastFlagged()));
      }
    }
    return isAny ? judges : Map.of();
  }

  /** Holidays count by what the file says. */
  private static List<String> decisive(HourOfWeek hour) {
    return Arrays.asList(hour.zone(), hour.place(), hour.timeZone(), hour.sundays().toString());
  }

  private record Amounts(String definition, Map<String, AmountSettings> measured) {}

  private record Watched(
      List<String> transports,
      String matches,
      String actor,
      String actorSql,
      Map<String, List<String>> paths,
      Map<String, String> types) {}

  /** Of the hashes of a run, those of what its profiles watched. */
  static Map<String, String> definitions(Map<String, String> hashes) {
    return hashes.entrySet().stream()
        .filter(hash -> hash.getKey().endsWith(DEFINITION))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The declared types of message fields.
   *
   * @param key the section of the config that reads them
   * @param read the transports it reads; empty: all
   * @throws IllegalKeyException if two of them declare different types for a field
   */
  static Map<String, DataType> types(String key, List<String> read, Config config) {
    Map<String, DataType> types = new TreeMap<>();
    config
        .transports()
        .forEach(
            (transport, settings) -> {
              if (!read.isEmpty() && !read.contains(transport)) {
                return;
              }
              settings
                  .record()
                  .fieldTypes()
                  .forEach(
                      (field, type) -> {
                        DataType known = types.putIfAbsent(field, DataType.fromDDL(type));
                        if (known != null && !known.equals(DataType.fromDDL(type))) {
                          throw new IllegalKeyException(
                              key,
                              "reads transports that declare different types for %s: %s and %s"
                                  .formatted(field, known.simpleString(), type));
                        }
                      });
            });
    return types;
  }

  /**
   * The section suppress of a config, ready to work.
   *
   * @throws IllegalKeyException as {@link #types}
   */
  static Suppressions suppressions(Config config) {
    boolean isTyped = config.suppress().values().stream().anyMatch(rule -> rule.where() != null);
    return new Suppressions(
        config.suppress(), isTyped ? types("suppress", List.of(), config) : Map.of());
  }

  /**
   * The section features of a config, ready to work; empty where there is none.
   *
   * @throws IllegalKeyException as {@link #types}
   */
  public static Optional<Features> features(Config config) {
    return Optional.ofNullable(config.features())
        .map(
            section ->
                new Features(
                    section, types(FeatureSettings.PROFILE, section.transports(), config)));
  }
}
