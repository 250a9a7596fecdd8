package dev.nightwarden.validate;

import dev.nightwarden.config.Config;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.feature.Features;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.night.Profiles;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Holds a config against what there is at its transports: which files a run would hold back, which
 * paths are never present, which profiles match nothing, who the actors would be and how many of
 * them an ordinary day would flag. Nothing is written.
 *
 * @param warehouse only read, for which files it knows already
 * @param now when it is done
 * @param bounds how much of each transport is looked at
 */
public record Validate(Warehouse warehouse, Config config, Instant now, Sample.Bounds bounds) {
  /**
   * What a look at the data shows.
   *
   * @param lines what was found, for people
   * @param warnings what a run does as told, but hardly anybody wants: fields that many actors
   *     never have, settings that flag too many actors
   * @param problems what makes a run pointless or fail: transports that give nothing, files that
   *     would be held back, profiles that match nothing or have no actor, fields that are never
   *     present
   */
  public record Report(List<String> lines, List<String> warnings, List<String> problems) {
    public Report {
      lines = List.copyOf(lines);
      warnings = List.copyOf(warnings);
      problems = List.copyOf(problems);
    }
  }

  /** Looks at a sample of every transport, and at what every profile makes of it. */
  public Report look() {
    return GeoDatabases.using(warehouse.spark(), config.geoip(), this::lookAtAll);
  }

  private Report lookAtAll() {
    Notes notes = new Notes();
    Map<String, Profile> profiles = Profiles.of(config);
    Profiles.check(warehouse.spark(), profiles.values());
    Features features = Profiles.features(config);
    if (features != null) {
      features.check(warehouse.spark());
    }
    List<Sample> samples = new ArrayList<>();
    try {
      config
          .transports()
          .forEach(
              (name, transport) -> {
                try {
                  Sample sample =
                      Sample.of(warehouse, name, transport, config.geoip(), now, bounds);
                  samples.add(sample);
                  new TransportLook(name, sample, bounds).tell(notes);
                } catch (IngestException e) {
                  String problem = e.getMessage();
                  notes.problem(
                      problem.startsWith("transports.")
                          ? problem
                          : "transports.%s: %s".formatted(name, problem));
                }
              });
      samples.stream()
          .map(Sample::messages)
          .reduce(Dataset::unionByName)
          .ifPresent(messages -> look(messages, samples, profiles, features, notes));
    } finally {
      samples.forEach(Sample::close);
    }
    return notes.report();
  }

  private void look(
      Dataset<Row> messages,
      List<Sample> samples,
      Map<String, Profile> profiles,
      Features features,
      Notes notes) {
    if (features != null) {
      FeaturesLook.tell(features, messages, notes);
    }
    boolean isWhole = samples.stream().allMatch(sample -> sample.cut() == 0);
    profiles.forEach(
        (name, profile) -> {
          new ProfileLook(profile, messages).tell(notes);
          var section = config.profiles().get(name);
          if (section.forest() != null) {
            ForestLook.tell(profile, section.forest(), messages, notes);
          }
          new OrdinaryDay(profile, section.collector(), section.analyzer(), isWhole)
              .tell(messages, notes);
        });
  }
}
