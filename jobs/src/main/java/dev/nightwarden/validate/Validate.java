package dev.nightwarden.validate;

import dev.nightwarden.app.Application;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pipeline.Validation;
import dev.nightwarden.pseudonym.PseudonymMark;
import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Checks a config against the data of its transports: which files a run would hold back, which
 * paths are never present, which profiles match nothing, who the actors would be and how many of
 * them an ordinary day would flag. Nothing is fetched and nothing is written.
 *
 * @param warehouse only read, for which files it knows already
 * @param now when it is done
 * @param bounds how much of each transport is looked at
 */
public record Validate(
    Warehouse warehouse, Application application, Instant now, Sample.Bounds bounds) {
  /** Looks at a sample of every transport, and at what every profile and detector makes of it. */
  public Validation look() {
    return GeoDatabases.using(warehouse.spark(), application.config().geoip(), this::lookAtAll);
  }

  private Validation lookAtAll() {
    Notes notes = new Notes();
    application.check(warehouse.spark());
    new PseudonymMark(warehouse).check(application.pseudonyms().orElse(null));
    List<Sample> samples = new ArrayList<>();
    try {
      application
          .config()
          .transports()
          .forEach(
              (name, transport) -> {
                try {
                  Sample sample =
                      Sample.of(
                          warehouse,
                          name,
                          transport,
                          application.config().geoip(),
                          application.pseudonyms().orElse(null),
                          now,
                          bounds);
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
          .ifPresent(messages -> look(messages, samples, notes));
    } finally {
      samples.forEach(Sample::close);
    }
    return notes.validation();
  }

  private void look(Dataset<Row> messages, List<Sample> samples, Notes notes) {
    boolean isWhole = samples.stream().allMatch(sample -> sample.cut() == 0);
    application
        .pseudonyms()
        .ifPresent(pseudonyms -> new PseudonymLook(application, pseudonyms).tell(messages, notes));
    application
        .profiles()
        .forEach(
            (name, profile) -> {
              new ProfileLook(profile, messages).tell(notes);
              var section = application.config().profiles().get(name);
              new OrdinaryDay(profile, section.collector(), section.analyzer(), isWhole)
                  .tell(messages, notes);
            });
    application.detectors().forEach(detector -> detector.validate(messages, notes));
  }
}
