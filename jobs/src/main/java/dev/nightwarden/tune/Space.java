package dev.nightwarden.tune;

import dev.nightwarden.app.Config;
import dev.nightwarden.app.ProfileSection;
import dev.nightwarden.observe.Field;
import dev.nightwarden.plugin.KeyPath;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
import dev.nightwarden.reporter.Reporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where is looked: all that may be changed, and to what.
 *
 * @param config as it is
 * @param isPossible what cannot be written into the config's text is not looked at
 */
record Space(Config config, Predicate<Candidate> isPossible) {
  static final String FOREST = "forest";

  private static final List<String> COLLECTORS =
      List.of(
          "{type: time_range, seconds: 60}",
          "{type: time_range, seconds: 600}",
          "{type: time_range, seconds: 1800}",
          "{type: session, gap: 1800}",
          "{type: day}");

  private static final List<String> ANALYZERS =
      List.of(
          "{type: threshold, threshold: 0.9}",
          "{type: threshold, threshold: 0.97}",
          "{type: threshold, threshold: 1.0}",
          "{type: exponential_decay, weight: 0.2, decay: 0.1, threshold: 0.75}",
          "{type: exponential_decay, weight: 0.6, decay: 0.2, threshold: 0.5}",
          "{type: exponential_decay, weight: 0.6, decay: 0.2, threshold: 0.63}",
          "{type: exponential_decay, weight: 0.6, decay: 0.2, threshold: 0.75}",
          "{type: exponential_decay, weight: 0.6, decay: 0.2, threshold: 0.85}",
          "{type: exponential_decay, weight: 0.9, decay: 0.2, threshold: 0.75}");

  /** Of profiles whose reporters tell how unlikely a value is. */
  private static final List<String> OF_EVIDENCE =
      List.of(
          "{type: evidence, rate: 0.002}",
          "{type: evidence, rate: 0.005}",
          "{type: evidence, rate: 0.01}",
          "{type: evidence, rate: 0.02}");

  private static final List<String> FORESTS =
      List.of("{contamination: 0.01}", "{contamination: 0.002}");

  /** How its anomalies could be judged: every collector with every analyzer, profile by profile. */
  List<Candidate> judges(String profile, Candidate from) {
    ProfileSection section = config.profiles().get(profile);
    List<String> analyzers = new ArrayList<>(ANALYZERS);
    if (section.fields().values().stream().anyMatch(field -> field.reporter().looksAtOthers())) {
      analyzers.addAll(OF_EVIDENCE);
    }
    List<Candidate> all = new ArrayList<>();
    for (String collector : COLLECTORS) {
      for (String analyzer : analyzers) {
        all.add(
            from.with(key(profile, "collector"), Optional.of(collector))
                .with(key(profile, "analyzer"), Optional.of(analyzer)));
      }
    }
    return all.stream().filter(isPossible).toList();
  }

  /** Further single changes: fields that go or weigh half, forests, the least severity. */
  List<Candidate> steps(Candidate from) {
    List<Candidate> all = new ArrayList<>();
    config.profiles().forEach((name, section) -> addSteps(all, name, section, from));
    if (config.features() != null) {
      for (String severity : List.of("medium", "high")) {
        all.add(from.with("features.min_severity", Optional.of(severity)));
      }
    }
    return all.stream().filter(isPossible).toList();
  }

  private static void addSteps(
      List<Candidate> all, String profile, ProfileSection section, Candidate from) {
    long left =
        section.fields().keySet().stream()
            .filter(field -> !from.changes().containsKey(field(profile, field)))
            .count();
    for (Map.Entry<String, Field> field : section.fields().entrySet()) {
      String key = field(profile, field.getKey());
      if (left > 1 && !from.changes().containsKey(key)) {
        all.add(from.with(key, Optional.empty()));
        half(field.getValue().reporter())
            .ifPresent(reporter -> all.add(from.with(key + ".reporter", Optional.of(reporter))));
      }
    }
    if (section.forest() != null) {
      all.add(from.with(key(profile, FOREST), Optional.empty()));
    }
    for (String forest : FORESTS) {
      all.add(from.with(key(profile, FOREST), Optional.of(forest)));
    }
  }

  /** Of a reporter that is built in and has its own weight still. */
  private static Optional<String> half(Reporter reporter) {
    if (reporter.weight() < 1) {
      return Optional.empty();
    }
    if (reporter instanceof Mandatory) {
      return Optional.of("{type: mandatory, weight: 0.5}");
    }
    return reporter instanceof OptionalReporter
        ? Optional.of("{type: optional, weight: 0.5}")
        : Optional.empty();
  }

  private static String key(String profile, String key) {
    return KeyPath.TOP.then("profiles").then(profile).then(key).toString();
  }

  private static String field(String profile, String field) {
    return KeyPath.parse(key(profile, "fields")).then(field).toString();
  }
}
