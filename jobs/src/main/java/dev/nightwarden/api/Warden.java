package dev.nightwarden.api;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.NightwardenFunctions;
import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.app.Explain;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Others;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.score.History;
import dev.nightwarden.score.PeerFields;
import dev.nightwarden.score.ReporterName;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One deployment, looked at from a program or a notebook. It changes none of its tables and tells
 * nobody: what it runs, it runs as a {@link #trial} in a warehouse of its own.
 *
 * <pre>
 * Warden warden = Warden.open(spark, "configs/example.yml");
 * warden.table("malicious_events").groupBy("actor").count().show();
 * </pre>
 */
public final class Warden {
  private static final ZoneId UTC = ZoneOffset.UTC;

  private static final StructType TABLES =
      StructType.fromDDL("table STRING NOT NULL, rows BIGINT NOT NULL");

  private static final StructType PROFILES =
      StructType.fromDDL(
          """
          profile STRING NOT NULL, matches STRING, actor STRING NOT NULL, history_days INT,
          field STRING NOT NULL, keys ARRAY<STRING> NOT NULL, reporter STRING NOT NULL
          """);

  private final SparkSession spark;
  private final Loaded<Config> loaded;
  private final Application application;
  private final Warehouse warehouse;

  private Warden(SparkSession spark, Loaded<Config> loaded) {
    this.spark = spark;
    this.loaded = loaded;
    this.application = checked(() -> new Application(loaded.config()));
    this.warehouse = new Warehouse(spark, loaded.config().warehouse(), loaded.config().landing());
    using(
        () -> {
          application.check(spark);
          warehouse.check();
          return null;
        });
  }

  /**
   * Reads a config and looks whether its tables can be read. The functions of {@link
   * NightwardenFunctions} are known to the session from then on. Types that {@code plugins} bring
   * have to be on the class path.
   *
   * @param spark a session with Delta, in UTC and ANSI mode
   * @param config the config file; what paths in it are relative to is the working directory
   * @param settings changes to it, as {@code --set} has them: {@code "profiles.logins.history=30d"}
   * @throws dev.nightwarden.config.ConfigException for what is wrong with the config, with its line
   * @throws IllegalStateException if the session's settings would give other dates or other numbers
   *     than a run does, or the warehouse is of a newer Nightwarden
   */
  public static Warden open(SparkSession spark, String config, String... settings) {
    check(spark);
    NightwardenFunctions.register(spark);
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), System.getenv())
            .read(Path.of(config), List.of(settings), Config.class);
    return new Warden(spark, loaded);
  }

  /** Where the tables are; a folder's name is absolute. */
  public String warehouse() {
    return warehouse.location();
  }

  /**
   * All tables.
   *
   * @return columns table, rows (0 for one that was never written)
   */
  public Dataset<Row> tables() {
    List<Row> rows = new ArrayList<>();
    for (Table table : Table.values()) {
      rows.add(RowFactory.create(table.tableName(), warehouse.read(table).count()));
    }
    return spark.createDataFrame(rows, TABLES);
  }

  /**
   * The rows of a table, none for one that was never written. docs/tables.md describes its columns.
   *
   * @throws IllegalArgumentException if there is no table of that name
   */
  public Dataset<Row> table(String name) {
    return Arrays.stream(Table.values())
        .filter(table -> table.tableName().equals(name))
        .findFirst()
        .map(warehouse::read)
        .orElseThrow(() -> unknown("table", name, names()));
  }

  /**
   * What the config watches.
   *
   * @return one row per profile and field: profile, matches (SQL; null: every message), actor (a
   *     path or an SQL expression), history_days (null: without limit), field, keys, reporter
   */
  public Dataset<Row> profiles() {
    List<Row> rows = new ArrayList<>();
    for (Profile profile : application.profiles().values()) {
      profile.fields().forEach((name, field) -> rows.add(described(profile, name, field)));
    }
    return spark.createDataFrame(rows, PROFILES);
  }

  /**
   * Scores every value that a profile watches, the usual ones too, as its reporters do. It is
   * computed from the messages alone, so a changed config is right at once, for the price of
   * reading the history.
   *
   * @param profile its name
   * @param from the first event date
   * @param to the last
   * @return one row per message and field: profile, actor, transport, message_id, event_time,
   *     event_date, field, value (canonical JSON; null for none), seen, total, distinct, missing
   *     (bigint: of the messages before it, see {@link History}), score (in [0, 1], 0 is usual)
   * @throws IllegalArgumentException if there is no such profile, or the dates are the wrong way
   *     round
   */
  public Dataset<Row> score(String profile, LocalDate from, LocalDate to) {
    Profile watching = application.profiles().get(profile);
    if (watching == null) {
      throw unknown("profile", profile, List.copyOf(application.profiles().keySet()));
    }
    checkOrder(from, to);
    List<Profile> only = List.of(watching);
    return using(
        () -> {
          Column isUpTo = col(EVENT_DATE).leq(to);
          Dataset<Row> watched =
              Observe.watched(warehouse.read(Table.MESSAGES).where(isUpTo), watching);
          Dataset<Row> counts =
              FeatureCounts.ofDays(
                  PeerFields.with(Observe.observations(watched, watching), watched, watching));
          Dataset<Row> values = Observe.values(watched.where(col(EVENT_DATE).geq(from)), watching);
          // Others of a call are kept until its session ends, as its rows may be computed later.
          Others others = Others.of(only, from, to, counts, counts);
          return Anomalies.score(new History(from, to, only, others).before(values, counts), only);
        });
  }

  /**
   * Explains one event as {@code nightwarden explain} does: its message, what found it odd, what
   * was usual for its actor.
   *
   * @param eventId the event_id of {@code anomalies} and {@code malicious_events}
   * @return lines for a person
   * @throws NoSuchElementException if it has no anomaly
   */
  public List<String> explain(String eventId) {
    return explain(eventId, null);
  }

  /**
   * Explains one event of a date, which need not have an anomaly.
   *
   * @param date its event date; null: it is looked for among the anomalies of all dates
   * @throws NoSuchElementException if there is no such event
   */
  public List<String> explain(String eventId, LocalDate date) {
    Optional<List<String>> lines =
        using(() -> new Explain(warehouse, application).of(eventId, date));
    return lines
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    date == null
                        ? "there is no anomaly of event %s in %s; give its date to look among all messages"
                            .formatted(eventId, warehouse.location())
                        : "there is no event %s on %s in %s"
                            .formatted(eventId, date, warehouse.location())))
        .stream()
        .map(loaded.secrets()::mask)
        .toList();
  }

  /**
   * Runs dates in a warehouse of its own, as {@code nightwarden backfill} would: all logs are read
   * from where they are, those before the dates are their history, and the dates are scored and
   * judged. Nothing is fetched from services (what has landed is read), shippers and report are
   * left out, and the tables of this deployment are neither read nor written. A trial that was
   * begun is completed, and a date done again is the same.
   *
   * @param scratch the folder or URI of its warehouse, which the caller removes; made if need be
   * @param from the first event date
   * @param to the last
   * @return the deployment of the trial, whose tables are in {@code scratch}
   * @throws IllegalArgumentException if {@code scratch} is the warehouse itself, or the dates are
   *     the wrong way round
   * @throws dev.nightwarden.night.HeldException if another run works there
   */
  public Warden trial(String scratch, LocalDate from, LocalDate to) {
    checkOrder(from, to);
    Warehouse own = new Warehouse(spark, scratch);
    if (own.location().equals(warehouse.location())) {
      throw new IllegalArgumentException(
          "%s is the warehouse of the config; name a folder of its own for a trial"
              .formatted(scratch));
    }
    Config tried = loaded.config().forTrial(own.location(), warehouse.landing().orElse(null));
    Warden trial = new Warden(spark, loaded.with(tried));
    trial.run(new Request(Job.BACKFILL, from, to));
    return trial;
  }

  private void run(Request request) {
    checked(() -> application.run(warehouse, loaded, version(), Clock.systemUTC(), request));
  }

  private static String version() {
    String version = Warden.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private <T> T using(Supplier<T> work) {
    return checked(() -> GeoDatabases.using(spark, loaded.config().geoip(), work));
  }

  private <T> T checked(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    }
  }

  private static Row described(Profile profile, String name, Field field) {
    return RowFactory.create(
        profile.name(),
        profile.matches(),
        profile.actor() == null ? profile.actorSql() : profile.actor(),
        profile.history().isPresent() ? profile.history().getAsInt() : null,
        name,
        field.paths(name).toArray(String[]::new),
        ReporterName.of(field.reporter()));
  }

  private static List<String> names() {
    return Arrays.stream(Table.values()).map(Table::tableName).toList();
  }

  private static IllegalArgumentException unknown(String what, String name, List<String> known) {
    return new IllegalArgumentException(
        "there is no %s %s%s".formatted(what, name, Nearest.hint(name, known, "there are")));
  }

  private static void checkOrder(LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException(
          "%s is after %s; give the earlier date first".formatted(from, to));
    }
  }

  private static void check(SparkSession spark) {
    String zone = spark.conf().get("spark.sql.session.timeZone");
    if (!isUtc(zone)) {
      throw new IllegalStateException(
          "the session's time zone is %s, and all dates are UTC dates; set it: %s"
              .formatted(zone, "spark.conf().set(\"spark.sql.session.timeZone\", \"UTC\")"));
    }
    if (!Boolean.parseBoolean(spark.conf().get("spark.sql.ansi.enabled"))) {
      throw new IllegalStateException(
          "the session is not in ANSI mode, in which a run computes; set it:"
              + " spark.conf().set(\"spark.sql.ansi.enabled\", \"true\")");
    }
  }

  private static boolean isUtc(String zone) {
    try {
      return ZoneId.of(zone).normalized().equals(UTC);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
