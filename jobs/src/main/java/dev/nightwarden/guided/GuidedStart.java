package dev.nightwarden.guided;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ingest.Glance;
import dev.nightwarden.ingest.IngestException;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.pipeline.Validation;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.validate.Validate;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** From where the logs are to a config that validates. */
public final class GuidedStart {
  /** Of each file and kind together, so much is read into memory. */
  private static final long CHARACTERS = 48L << 20;

  private static final int RECORDS = 60_000;

  /** More kinds of logs than a person wants to be asked about at once. */
  private static final int MOST_KINDS = 20;

  /** As much is validated of each transport. */
  private static final Sample.Bounds VALIDATED = new Sample.Bounds(64L << 20, 100_000);

  private static final int SHOWN_LEFT_OUT = 8;

  private final Conversation talk;
  private final Wishes wishes;
  private final Interview interview;
  private final Drafts drafts;
  private final Glance glance;
  private final Map<String, String> environment;
  private final Clock clock;
  private final Supplier<Session> sessions;

  /** A Spark session for as long as it is needed. */
  public interface Session extends AutoCloseable {
    SparkSession spark();

    @Override
    void close();
  }

  /**
   * What was done.
   *
   * @param config the file that was written
   * @param isRunWanted whether the person wants the first run now
   */
  public record Written(Path config, boolean isRunWanted) {}

  /**
   * @param environment what {@code ${NAME}} in a config stands for
   * @param sessions opened only to validate
   */
  public GuidedStart(
      Conversation talk,
      Wishes wishes,
      Registry registry,
      Map<String, String> environment,
      Clock clock,
      Supplier<Session> sessions) {
    this.talk = talk;
    this.wishes = wishes;
    this.interview = new Interview(talk, wishes);
    this.drafts = new Drafts(registry, environment);
    this.glance = new Glance(new Configuration());
    this.environment = environment;
    this.clock = clock;
    this.sessions = sessions;
  }

  /**
   * Asks, guesses, checks and writes.
   *
   * @throws Conversation.Ended if the person ended it: nothing is written then
   * @throws ConfigException if the config would not validate, and nobody is there to change it
   */
  public Written start() throws IOException {
    List<LogDraft> logs = logs();
    Path file = interview.config();
    ConfigText config = checked(file, config(file, logs));
    NewFile.write(file, config.yaml());
    talk.say("");
    talk.say("%s is written.".formatted(file));
    return new Written(file, isRunWanted(file, config));
  }

  private boolean isRunWanted(Path file, ConfigText config) {
    List<Secret> missing =
        config.destinations().secrets().stream()
            .filter(secret -> !environment.containsKey(secret.name()))
            .toList();
    if (!missing.isEmpty()) {
      talk.say("Before the first run:");
      missing.forEach(
          secret -> talk.say("  export %s=...   # %s".formatted(secret, secret.meaning())));
    }
    boolean isNow =
        talk.isAttended()
            && missing.isEmpty()
            && interview.isYes("Run the first night now?", false);
    if (!isNow) {
      talk.say("The first run:  scripts/nightwarden run --config " + file);
    }
    return isNow;
  }

  /** The logs that are to be taken in; at least one. */
  private List<LogDraft> logs() {
    while (true) {
      String path = interview.path();
      try {
        List<LogDraft> logs = logs(path);
        if (!logs.isEmpty()) {
          return logs;
        }
        refuse(path, "nothing of it is to be taken in");
      } catch (IngestException noPath) {
        refuse(path, noPath.getMessage());
      }
    }
  }

  private void refuse(String path, String why) {
    if (!talk.isAttended()) {
      throw new IllegalArgumentException("--path %s: %s".formatted(path, why));
    }
    talk.say("  " + why);
  }

  private List<LogDraft> logs(String path) {
    LogKinds.Found found = new LogKinds(glance, drafts).find(path);
    List<LogKind> kinds = found.kinds();
    if (kinds.isEmpty() && found.leftOut().isEmpty()) {
      throw new IngestException("there is no file at " + path);
    }
    talk.say("");
    talk.say(
        "Found %s in %s."
            .formatted(
                Amount.of(kinds.size(), "kind of log", "kinds of logs"),
                Amount.of(kinds.stream().mapToInt(kind -> kind.files().size()).sum(), "file")));
    List<String> leftOut = LogKinds.words(found.leftOut());
    leftOut.stream().limit(SHOWN_LEFT_OUT).forEach(words -> talk.say("  left out: " + words));
    if (leftOut.size() > SHOWN_LEFT_OUT) {
      talk.say("  and %d more are left out".formatted(leftOut.size() - SHOWN_LEFT_OUT));
    }
    if (kinds.size() > MOST_KINDS) {
      talk.say(
          "  the first %d of them are looked at; run init again for the others"
              .formatted(MOST_KINDS));
    }
    return confirmed(path, found);
  }

  private List<LogDraft> confirmed(String path, LogKinds.Found found) {
    Drafting drafting = new Drafting(glance, drafts, clock.instant(), wishes);
    List<LogKind> kinds = found.kinds().subList(0, Math.min(MOST_KINDS, found.kinds().size()));
    List<String> names = LogNames.of(kinds);
    Glance.Bounds each =
        new Glance.Bounds(
            RECORDS / Math.max(1, kinds.size()), CHARACTERS / Math.max(1, kinds.size()));
    List<LogDraft> logs = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < kinds.size(); i++) {
      LogKind kind = kinds.get(i);
      List<String> wanted = kind.files().stream().map(file -> file.path()).toList();
      String pattern = AskedPath.of(path).pattern(wanted, found.others(kind));
      LogDraft draft = drafting.draft(kind, names.get(i), pattern, each);
      known.addAll(draft.sample().records().fields().keySet());
      Optional<LogDraft> taken = interview.confirmed(drafting, kind, draft);
      if (taken.isEmpty()) {
        talk.say("  %s is left out".formatted(draft.name()));
      }
      taken.ifPresent(logs::add);
    }
    refuseUnknown(known);
    return logs;
  }

  /** An option that names a field which no log has would do nothing. */
  private void refuseUnknown(Set<String> known) {
    wishes
        .paths()
        .forEach(
            (option, paths) ->
                paths.stream()
                    .filter(path -> !known.contains(path))
                    .findFirst()
                    .ifPresent(
                        path -> {
                          throw new IllegalArgumentException(
                              "%s %s: no record of the sample has it; they have %s"
                                  .formatted(option, path, Interview.names(known)));
                        }));
  }

  private ConfigText config(Path file, List<LogDraft> logs) {
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    String folder = "out/" + name;
    Destinations destinations =
        new DestinationQuestions(talk, wishes.destinations(), drafts).ask(folder);
    boolean hasAddress = logs.stream().anyMatch(log -> log.address() != null);
    if (!hasAddress && (wishes.cityDb() != null || wishes.asnDb() != null)) {
      throw new IllegalArgumentException(
          "--city-db and --asn-db look up addresses, and none of these logs has any; --address names"
              + " a field");
    }
    String cityDb = hasAddress ? interview.database("places", wishes.cityDb()) : null;
    String asnDb = hasAddress ? interview.database("networks", wishes.asnDb()) : null;
    String warehouse = wishes.warehouse() == null ? folder + "/warehouse" : wishes.warehouse();
    return new ConfigText(file.toString(), warehouse, logs, cityDb, asnDb, destinations);
  }

  private Loaded<Config> read(Path file, String yaml) {
    Loaded<Config> loaded = drafts.read(file.toString(), yaml);
    try {
      new Application(loaded.config()).check(null);
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    }
    return loaded;
  }

  /**
   * Runs the nights of the sample, fits the thresholds to what they give, and holds the config
   * against the logs.
   */
  private ConfigText checked(Path file, ConfigText config) throws IOException {
    read(file, config.yaml());
    talk.say("");
    talk.say(
        "Holding it against the logs%s ..."
            .formatted(wishes.isEstimated() ? ", and running the nights of the sample" : ""));
    ConfigText fitted = config;
    List<String> problems;
    try (Scratch scratch = Scratch.open();
        Session session = sessions.get()) {
      List<String> told = new ArrayList<>();
      if (wishes.isEstimated()) {
        fitted = estimated(session, scratch.folder(), config, told);
      }
      Warehouse nowhere =
          new Warehouse(session.spark(), scratch.folder().resolve("nothing").toString());
      Validation validation =
          new Validate(
                  nowhere,
                  new Application(read(file, fitted.yaml()).config()),
                  clock.instant(),
                  VALIDATED)
              .look();
      validation.warnings().forEach(warning -> talk.say("  note: " + warning));
      problems = validation.problems();
      if (problems.isEmpty()) {
        told.forEach(line -> talk.say("  " + line));
        return fitted;
      }
    }
    if (!talk.isAttended()) {
      throw new ConfigException(problems);
    }
    problems.forEach(problem -> talk.say("  PROBLEM " + problem));
    if (!interview.isYes("The config does not validate. Write it all the same?", false)) {
      throw new Conversation.Ended(false);
    }
    return fitted;
  }

  private ConfigText estimated(Session session, Path scratch, ConfigText config, List<String> told)
      throws IOException {
    boolean isPart = config.logs().stream().anyMatch(log -> log.sample().isPart());
    try {
      Forecast forecast = new Rehearsal(session.spark(), drafts, clock, scratch).run(config);
      told.addAll(forecast.words(forecast.thresholds()));
      if (isPart) {
        told.add("of larger logs only the newest part was scored");
      }
      return config.with(forecast);
    } catch (RuntimeException failed) {
      // The config is valid all the same; only how many alerts it gives is not known.
      told.add("how many alerts to expect cannot be told: " + failed.getMessage());
      return config;
    }
  }
}
