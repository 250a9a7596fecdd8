package dev.nightwarden.api;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Five days of two people: jo is always in Rome, and on the last day in Lima too. */
class WardenTest {
  private static final SparkSession spark = SharedSpark.session();
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final LocalDate LAST = LocalDate.parse("2025-03-05");

  @TempDir static Path folder;
  private static String config;
  private static Warden warden;

  @BeforeAll
  static void runTheNight() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      lines.add(login(day, 8, "jo", "Rome", "null"));
      lines.add(login(day, 9, "jo", "Rome", "null"));
      lines.add(login(day, 9, "kim", "Oslo", "\"badge\""));
    }
    lines.add(login(5, 22, "jo", "Lima", "\"badge\""));
    Files.createDirectories(folder.resolve("logs"));
    Files.write(folder.resolve("logs/a.json"), lines);
    config =
        Files.writeString(
                folder.resolve("nightwarden.yml"),
                """
                warehouse: %1$s/warehouse
                transports:
                  logins: {type: files, path: "%1$s/logs/*.json", format: json, time: time}
                profiles:
                  logins:
                    actor: user
                    history: 3d
                    fields:
                      city: {type: single}
                      gate: {type: multi, keys: [door, pass], reporter: {type: optional}}
                shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
                report: {path: "%1$s/report"}
                """
                    .formatted(folder))
            .toString();
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), Map.of()).read(Path.of(config), List.of(), Config.class);
    new Application(loaded.config())
        .run(
            new Warehouse(spark, loaded.config().warehouse()),
            loaded,
            "test",
            Clock.systemUTC(),
            new Request(Job.RUN, null, null));
    warden = Warden.open(spark, config);
  }

  private static String login(int day, int hour, String user, String city, String pass) {
    return "{\"time\": \"2025-03-0%dT%02d:00:00Z\", \"user\": \"%s\", \"city\": \"%s\", \"pass\": %s}"
        .formatted(day, hour, user, city, pass);
  }

  @Test
  void tablesAreListedWithTheirRows() {
    Map<String, Long> rows =
        warden.tables().collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));

    assertEquals(16, rows.get("messages"));
    assertEquals(0, rows.get("forests"));
    assertEquals(16, warden.table("messages").count());
  }

  @Test
  void profilesSayWhatIsWatched() {
    assertEquals(
        List.of(
            "[logins,null,user,3,city,ArraySeq(city),mandatory]",
            "[logins,null,user,3,gate,ArraySeq(door, pass),optional]"),
        warden.profiles().collectAsList().stream().map(Row::toString).toList());
  }

  @Test
  void scoresAreThoseOfTheRunAndTheUsualOnesToo() {
    Dataset<Row> scored = warden.score("logins", FIRST, LAST);

    assertEquals(2 * 16, scored.count());
    assertEquals(
        texts(warden.table("anomalies").select("message_id", "field", "score")),
        texts(scored.where("score > 0").select("message_id", "field", "score")));
    assertEquals(
        "[\"Lima\",0,8,1,1.0]",
        scored
            .where(col("value").equalTo("\"Lima\""))
            .select("value", "seen", "total", "distinct", "score")
            .first()
            .toString());
  }

  @Test
  void ofAChangedConfigScoresAreRightAtOnce() {
    Warden changed = Warden.open(spark, config, "profiles.logins.fields.city.reporter.weight=0.5");

    assertEquals(
        0.5,
        changed
            .score("logins", LAST, LAST)
            .where(col("value").equalTo("\"Lima\""))
            .first()
            .getAs("score"));
  }

  @Test
  void anEventIsExplainedInWords() {
    String event =
        warden.table("malicious_events").where("value = '\"Lima\"'").first().getAs("event_id");

    List<String> lines = warden.explain(event);

    assertEquals("event %s: jo in profile logins".formatted(event), lines.get(0));
    assertTrue(
        lines.contains("    city \"Lima\" never seen for jo in 8 earlier messages"),
        lines::toString);
    assertTrue(lines.contains("  city: \"Rome\" 6 of 6 messages"), lines::toString);
  }

  @Test
  void aTrialMakesTheRowsOfARunAndChangesNothingOfIt() throws IOException {
    List<String> before = files();
    Path scratch = folder.resolve("trial one");

    Warden trial = warden.trial(scratch.toString(), LAST.minusDays(1), LAST);

    for (String table : List.of("anomalies", "investigations", "malicious_events")) {
      assertEquals(
          texts(asked(warden.table(table))),
          texts(asked(trial.table(table)).drop("run_id")),
          table);
    }
    assertEquals(0, trial.table("anomalies").where(col("event_date").lt("2025-03-04")).count());
    assertEquals(0, trial.table("deliveries").count());
    assertEquals(before, files());
    assertEquals(trial.warehouse(), Warden.open(spark, config, "warehouse=" + scratch).warehouse());
  }

  private static Dataset<Row> asked(Dataset<Row> rows) {
    return rows.where(col("event_date").geq("2025-03-04")).drop("run_id");
  }

  /** All files of the deployment with their times of change; not those of trials. */
  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().contains("trial"))
          .map(file -> file + " " + file.toFile().lastModified())
          .sorted()
          .toList();
    }
  }

  @Test
  void aTrialInTheWarehouseItselfIsRefused() {
    refuses(
        IllegalArgumentException.class,
        "is the warehouse of the config; name a folder of its own for a trial",
        () -> warden.trial(folder + "/warehouse/", FIRST, LAST));
    refuses(
        IllegalArgumentException.class,
        "2025-03-05 is after 2025-03-01; give the earlier date first",
        () -> warden.trial(folder + "/trial", LAST, FIRST));
  }

  @Test
  void whatIsNotThereIsToldWithWhatIs() {
    refuses(
        IllegalArgumentException.class,
        "there is no table anomalys; did you mean anomalies? there are: [messages, rejects,",
        () -> warden.table("anomalys"));
    refuses(
        IllegalArgumentException.class,
        "there is no profile people; there are: [logins]",
        () -> warden.score("people", FIRST, LAST));
    refuses(
        NoSuchElementException.class,
        "there is no anomaly of event 0 in ",
        () -> warden.explain("0"));
    refuses(
        NoSuchElementException.class,
        "there is no event 0 on 2025-03-05 in ",
        () -> warden.explain("0", LAST));
  }

  @Test
  void aWrongConfigIsToldWithItsLine() {
    refuses(
        ConfigException.class,
        "nope.yml: there is no such file",
        () -> Warden.open(spark, "nope.yml"));
    refuses(
        ConfigException.class,
        "--set profiles.logins.matches=city =: profiles.logins.matches does not parse as SQL",
        () -> Warden.open(spark, config, "profiles.logins.matches=city ="));
  }

  @Test
  void aSessionThatWouldComputeOtherwiseIsRefused() {
    SparkSession berlin = spark.newSession();
    berlin.conf().set("spark.sql.session.timeZone", "Europe/Berlin");
    refuses(
        IllegalStateException.class,
        "the session's time zone is Europe/Berlin, and all dates are UTC dates; set it:"
            + " spark.conf().set(\"spark.sql.session.timeZone\", \"UTC\")",
        () -> Warden.open(berlin, config));

    SparkSession lenient = spark.newSession();
    lenient.conf().set("spark.sql.session.timeZone", "Etc/UTC");
    lenient.conf().set("spark.sql.ansi.enabled", "false");
    refuses(
        IllegalStateException.class,
        "the session is not in ANSI mode",
        () -> Warden.open(lenient, config));
  }

  private static List<String> texts(Dataset<Row> rows) {
    assertFalse(rows.isEmpty());
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private static void refuses(Class<? extends Exception> type, String message, Executable call) {
    Exception refused = assertThrows(type, call);
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
