package dev.nightwarden.app;

import dev.nightwarden.enrich.Identity;
import dev.nightwarden.feature.Features;
import dev.nightwarden.forget.BesideTables;
import dev.nightwarden.forget.Forget;
import dev.nightwarden.forget.People;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.ship.Delta;
import dev.nightwarden.table.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** What a config says of people and where they are named. */
final class Forgetting {
  private Forgetting() {}

  /** Whose messages are whose, for each profile and for the section features. */
  static People people(Config config, Collection<Profile> profiles, Optional<Features> features) {
    return new People(() -> actors(profiles, features), config.forget(), config.upkeep());
  }

  private static List<Column> actors(Collection<Profile> profiles, Optional<Features> features) {
    List<Column> actors = new ArrayList<>();
    profiles.forEach(profile -> actors.add(Observe.actor(profile)));
    features
        .map(Features::settings)
        .filter(section -> section.actor() != null)
        .ifPresent(
            section ->
                actors.add(MessageValues.actor(functions.col(Columns.DATA), section.actor())));
    return actors;
  }

  /**
   * What is to be forgotten of some names: they, and the names that {@code user_map} maps to them.
   *
   * @param pseudonyms null where names stay; else names may be pseudonyms
   * @param landing the folder of what transports fetch; null for none
   */
  static Forget of(
      Config config,
      People people,
      Pseudonyms pseudonyms,
      Collection<String> names,
      String landing) {
    Set<String> known = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (String name : names) {
      Collection<String> meant = named(config, pseudonyms, name);
      known.addAll(meant);
      if (meant.isEmpty()) {
        unknown.add(name);
      }
    }
    Set<String> all = new LinkedHashSet<>(known);
    Map<String, Set<String>> aliases = new LinkedHashMap<>();
    for (Map.Entry<String, Transport> transport : config.transports().entrySet()) {
      Identity identity = transport.getValue().record().identity();
      Set<String> here = new LinkedHashSet<>();
      if (identity != null) {
        for (String name : known) {
          all.addAll(identity.namedIn(name));
          here.add(identity.withoutDomain(name));
        }
      }
      aliases.put(transport.getKey(), here);
    }
    Set<String> actors = new LinkedHashSet<>(unknown);
    all.forEach(name -> actors.add(pseudonyms == null ? name : pseudonyms.of(name)));
    String report = config.report() == null ? null : config.report().path();
    boolean lands = config.transports().values().stream().anyMatch(Transport::isFetching);
    BesideTables beside =
        new BesideTables(landing, all, aliases, lands ? unknown : Set.of(), report);
    return new Forget(actors, people, beside);
  }

  /** The names of who is meant; of a pseudonym those that a config maps to it, if there are any. */
  private static Collection<String> named(Config config, Pseudonyms pseudonyms, String name) {
    if (pseudonyms == null || !Pseudonyms.isPseudonym(name)) {
      return List.of(name);
    }
    return config.identities().stream()
        .flatMap(identity -> identity.names().stream())
        .filter(candidate -> pseudonyms.of(candidate).equals(name))
        .distinct()
        .toList();
  }

  /**
   * Where the Delta tables are that shippers keep.
   *
   * @param place the folder of one, or its name in a catalog; null where it has the other
   */
  static List<String> deltas(Config config, Function<Delta, String> place) {
    return config.allShippers().stream()
        .filter(shipper -> shipper instanceof Delta)
        .map(shipper -> place.apply((Delta) shipper))
        .filter(found -> found != null)
        .toList();
  }
}
