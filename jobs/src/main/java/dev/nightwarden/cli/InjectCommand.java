package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.guided.PathPattern;
import dev.nightwarden.guided.YamlScalar;
import dev.nightwarden.incident.IncidentKinds;
import dev.nightwarden.incident.Inject;
import dev.nightwarden.incident.Strength;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.organisation.WholeFolder;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden inject}. */
@Command(
    name = "inject",
    description = {
      "Plants incidents into a copy of the log, to see what a config finds of them: real sessions"
          + " of other actors under a victim's name, the victim's own work from elsewhere, at other"
          + " hours, in other amounts, and recorded attacks. The messages must have been ingested;"
          + " the warehouse of the config is only read.",
      "",
      "Into the folder come warehouse, with all messages and the planted ones, and labels.jsonl,"
          + " which says which they are; nightwarden evaluate takes both. --list tells the kinds."
    },
    footer = {
      "",
      "Exit codes: 0 all was planted, 1 some or all could not be (it says why), 2 usage error.",
      "",
      "Examples:",
      "  nightwarden inject --config my.yml --kind swap,swap-near --count 12 --out /tmp/planted",
      "  nightwarden inject --config my.yml --kind all --strength stealthy --count 5 --seed 2"
          + " --out /tmp/hard"
    })
final class InjectCommand implements Callable<Integer> {
  private static final String ALL = "all";

  /** Of recorded attacks; they are worked with in memory. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int MOST_RECORDS = 100_000;

  @Mixin CommonOptions common;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Which kinds, with commas between them, or all. --list tells them.")
  List<String> kinds = new ArrayList<>();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many incidents of each kind. Default: ${DEFAULT-VALUE}.")
  int count;

  @Option(
      names = "--strength",
      paramLabel = "STRENGTH",
      split = ",",
      description = "loud, plain, stealthy, or several in turn. Default: all three.")
  List<Strength> strengths = List.of(Strength.values());

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed plants other incidents. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first date for them. Default: where the last third of the log begins.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last date for them. Default: the log's last.")
  LocalDate to;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Whose actors are the victims. Default: the first profile.")
  String profile;

  @Option(
      names = "--sequences",
      paramLabel = "FOLDER",
      description =
          "Recorded attacks, a file each, in the format of the transport of the victims: their"
              + " account numbers become the log's, their names the victim's.")
  Path sequences;

  @Option(
      names = "--agent",
      paramLabel = "WHOSE",
      defaultValue = "victim",
      description =
          "Of recorded attacks: whether they keep what the tool says of itself (keep), or say what"
              + " the victim's program says (victim). Default: ${DEFAULT-VALUE}.")
  Agent agent;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to, on this machine; it must not exist, or be empty.")
  Path out;

  @Option(names = "--list", description = "Tells the kinds, and plants nothing.")
  boolean isListing;

  @Spec private CommandSpec spec;

  /** Whose agent recorded attacks have. */
  enum Agent {
    KEEP,
    VICTIM
  }

  @Override
  public Integer call() throws IOException {
    if (isListing) {
      PrintWriter listing = spec.commandLine().getOut();
      IncidentKinds.described().forEach(listing::println);
      listing.flush();
      return ExitCode.OK;
    }
    check();
    Logging.configure(common.verbosity.length, common.logFile);
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      Warehouse source =
          new Warehouse(session.spark(), loaded.config().warehouse(), loaded.config().landing());
      source.check();
      Application application = new Application(loaded.config());
      application.check(session.spark());
      return GeoDatabases.using(
          session.spark(),
          loaded.config().geoip(),
          () -> inject(source, victims(application), loaded));
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }

  private void check() throws IOException {
    if (out == null) {
      throw new IllegalArgumentException("--out FOLDER is missing: where the copy goes");
    }
    if (kinds.isEmpty() && sequences == null) {
      throw new IllegalArgumentException(
          "give --kind, or --sequences FOLDER; kinds: %s, all"
              .formatted(String.join(", ", IncidentKinds.names())));
    }
    for (String kind : kinds) {
      if (!kind.equals(ALL)) {
        IncidentKinds.check(kind);
      }
    }
    if (count < 1 || count > 10_000) {
      throw new IllegalArgumentException(
          "--count is %d; allowed: from 1 to 10000".formatted(count));
    }
    Request.checkOrder(from, to);
    WholeFolder.check(out);
    if (sequences != null && !Files.isDirectory(sequences)) {
      throw new IllegalArgumentException("--sequences %s is no folder".formatted(sequences));
    }
  }

  private Profile victims(Application application) {
    Map<String, Profile> profiles = application.profiles();
    if (profiles.isEmpty()) {
      throw new IllegalKeyException(
          "profiles", "is missing; inject needs one, whose actors it takes");
    }
    if (profile == null) {
      return profiles.values().iterator().next();
    }
    if (!profiles.containsKey(profile)) {
      throw new IllegalArgumentException(
          "--profile %s is not in the config%s"
              .formatted(profile, Nearest.hint(profile, profiles.keySet(), "profiles")));
    }
    return profiles.get(profile);
  }

  private int inject(Warehouse source, Profile victims, Loaded<Config> loaded) {
    Logger log = LoggerFactory.getLogger(InjectCommand.class);
    Sample recorded = sequences == null ? null : recorded(source, victims, loaded);
    try {
      Inject.Wished wished =
          new Inject.Wished(
              kinds.contains(ALL) ? IncidentKinds.names() : kinds,
              count,
              strengths,
              seed,
              from,
              to,
              recorded == null ? null : recorded.messages(),
              agent == Agent.KEEP);
      Inject.Done done = new Inject(source, victims, wished, log::info).into(out);
      log.info(
          "{} of {} planted, in {}; see {}",
          Amount.of(done.planted().size(), "incident"),
          Amount.of(
              done.planted().stream().mapToInt(each -> each.messages().size()).sum(), "message"),
          out.resolve(Inject.WAREHOUSE),
          out.resolve(Inject.LABELS));
      if (done.left() > 0) {
        log.warn(
            "{} could not be planted, for the reasons above", Amount.of(done.left(), "incident"));
      }
      return done.left() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (recorded != null) {
        recorded.close();
      }
    }
  }

  /** Recorded attacks, read as the victims' transport reads its logs. */
  private Sample recorded(Warehouse source, Profile victims, Loaded<Config> loaded) {
    String name =
        victims.transports().isEmpty()
            ? loaded.config().transports().keySet().iterator().next()
            : victims.transports().get(0);
    String setting =
        "transports.\"%s\".path=%s"
            .formatted(
                name,
                YamlScalar.of(PathPattern.quoted(sequences.toAbsolutePath().toString()) + "/**"));
    Config reading = common.load(List.of(setting)).config();
    return Sample.of(
        source,
        name,
        reading.transports().get(name),
        reading.geoip(),
        new Application(reading).pseudonyms().orElse(null),
        Instant.now(),
        new Sample.Bounds(MOST_BYTES, MOST_RECORDS));
  }
}
