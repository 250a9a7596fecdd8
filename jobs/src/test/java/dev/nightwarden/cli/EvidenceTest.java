package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo without forests: people compared with their peers, and with themselves. */
class EvidenceTest {
  @TempDir static Path folder;

  @BeforeAll
  static void run() {
    Ended ended = command("run");
    assertEquals(0, ended.code(), ended.errors());
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static Ended command(String command, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--config=../configs/example.yml",
                "--set=profiles.logins.forest=null",
                "--set=transports.logins.path=../test-data/logins/*.json",
                "--set=geoip.city_db=../test-data/geoip/city.mmdb",
                "--set=geoip.asn_db=../test-data/geoip/asn.mmdb",
                "--set=warehouse=" + folder.resolve("warehouse"),
                "--set=shippers.csv.filename=" + folder.resolve("alerts.csv"),
                "--set=alert_shippers.first={type: csv, filename: %s}"
                    .formatted(folder.resolve("first.csv")),
                "--set=report.path=" + folder.resolve("report")));
    args.addAll(Arrays.asList(more));
    return Commands.runJob(folder, command, args.toArray(String[]::new));
  }

  private static Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  @Test
  void sevenIncidentsAndATripAreAllThereIs() {
    List<String> actors =
        warehouse()
            .read(Table.MALICIOUS_EVENTS)
            .select("actor")
            .distinct()
            .orderBy("actor")
            .as(Encoders.STRING())
            .collectAsList();

    // The other of test-data/incidents.csv is usual values that never came together. Luc Boudreau
    // is
    // innocent: he books a trip, and signs in from a hotel before five in the morning.
    assertEquals(
        List.of(
            "@nightly-backup",
            "amelia.hart",
            "keisha.brown",
            "luc.boudreau",
            "marek.dvorak",
            "nora.macleod",
            "rupert.finch",
            "wyatt.doyle"),
        actors);
  }

  @Test
  void theIncidentsAreTheFirstAlertsOfTheirNights() throws IOException {
    List<String> alerts =
        warehouse()
            .read(Table.ALERTS)
            .orderBy(col("event_date"), col("points").desc())
            .selectExpr("concat_ws(' ', event_date, actor)")
            .as(Encoders.STRING())
            .collectAsList();

    // The second of 20 March is Luc Boudreau's journey.
    assertEquals(
        List.of(
            "2025-03-13 amelia.hart",
            "2025-03-18 keisha.brown",
            "2025-03-20 rupert.finch",
            "2025-03-20 luc.boudreau",
            "2025-03-21 nora.macleod",
            "2025-03-24 marek.dvorak",
            "2025-03-25 wyatt.doyle",
            "2025-03-26 @nightly-backup"),
        alerts);
    List<String> held = Files.readAllLines(folder.resolve("first.csv"));
    assertEquals(
        "alert_id,opened,place,actor,risk,points,last_date,dates,reason,profiles,detectors,event_ids,attack",
        held.get(0));
    assertEquals(
        alerts,
        held.stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .map(cells -> cells[1].substring(0, 10) + " " + cells[3])
            .map(line -> line.replace("'@", "@"))
            .toList());
    assertEquals(
        0,
        warehouse()
            .read(Table.RISKS)
            .where(
                "abs(points + carried - aggregate(contributions, 0D, (sum, one) -> sum + one.points)) > 1e-9")
            .count(),
        "contributions add up");
    Ended shown = command("report", "--terminal", "--from=2025-03-20", "--to=2025-03-20");
    assertEquals(0, shown.code(), shown.errors());
    int first = shown.out().indexOf("rupert.finch");
    assertTrue(
        shown.out().contains("2 alerts. ")
            && first > shown.out().indexOf("Alerts")
            && first < shown.out().indexOf("luc.boudreau"),
        shown.out());
  }

  @Test
  void whatIsOnlyNewIsHeldBackAndToldOf() throws IOException {
    long held = warehouse().read(Table.ANOMALIES).where("learning").count();
    assertTrue(held > 20, held + " are held back");
    assertEquals(
        0,
        warehouse().read(Table.MALICIOUS_EVENTS).where("event_date < '2025-03-08'").count(),
        "in the first seven dates");
    String page;
    try (Stream<Path> pages = Files.list(folder.resolve("report"))) {
      page =
          Files.readString(
              pages.filter(file -> file.toString().endsWith(".html")).findFirst().orElseThrow());
    }
    assertTrue(page.contains("<b>" + held + "</b> of them held back while too little is known"));
  }

  @Test
  void anEventIsExplainedByWhatOthersShowed() {
    String event =
        warehouse()
            .read(Table.MALICIOUS_EVENTS)
            .where(col("actor").equalTo("rupert.finch"))
            .orderBy("event_time")
            .select("event_id")
            .as(Encoders.STRING())
            .first();

    Ended explained = command("explain", "--event=" + event);

    assertEquals(0, explained.code(), explained.errors());
    assertTrue(
        explained.out().contains("of rupert.finch; 0 of ")
            && explained.out().contains(" peers (department=finance), "),
        explained.out());
    List<String> groups =
        explained.out().lines().filter(line -> line.contains("judged together")).toList();
    assertEquals(1, groups.size(), explained.out());
    assertTrue(groups.get(0).contains(", 2025-03-20 17:"), explained.out());
    assertTrue(
        explained.out().contains("compared with department=finance; first seen on 2025-03-0"),
        explained.out());
    assertTrue(
        explained.out().contains("risk 50.0 on 2025-03-20: 6.0 points, 0.0 carried")
            && explained.out().contains("    6.00 evidence\n")
            && explained.out().contains(", from 2025-03-20 to 2025-03-20, resting"),
        explained.out());
  }

  @Test
  void saysWhySomebodyWasNotAlerted() {
    String event =
        warehouse()
            .read(Table.ANOMALIES)
            .where("actor = 'keisha.brown' AND event_date = '2025-03-23' AND NOT learning")
            .select("event_id")
            .as(Encoders.STRING())
            .first();

    Ended explained = command("explain", "--event=" + event);

    assertEquals(0, explained.code(), explained.errors());
    assertTrue(
        explained.out().contains(" on 2025-03-23: 1.1 points, 0.2 carried")
            && explained.out().contains("no alert: one opens from a risk of 15.0"),
        explained.out());
  }

  @Test
  @Tag("long")
  void aDateAgainLeavesTheSameRows() {
    List<String> before = rows();
    assertFalse(before.isEmpty());

    Ended again = command("run", "--from=2025-03-18", "--to=2025-03-21");

    assertEquals(0, again.code(), again.errors());
    assertEquals(before, rows());
  }

  private static List<String> rows() {
    TreeSet<String> rows = new TreeSet<>();
    for (Table table :
        List.of(
            Table.ANOMALIES,
            Table.INVESTIGATIONS,
            Table.MALICIOUS_EVENTS,
            Table.RISKS,
            Table.ALERTS,
            Table.ACTOR_DATES,
            Table.AMOUNTS)) {
      rows.addAll(
          warehouse()
              .read(table)
              .drop("run_id")
              .selectExpr("to_json(struct(*))")
              .as(Encoders.STRING())
              .collectAsList());
    }
    return List.copyOf(rows);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Ended ended = command("validate", "--set=profiles.logins.fields={city: {type: single}}");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.errors().contains("reporters of the type typical say, and no field has one"),
        ended.errors());

    ended = command("run", "--set=profiles.logins.peers={by: [team], directory: nowhere.csv}");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.errors().contains("profiles.logins.peers.directory is nowhere.csv, which cannot be"),
        ended.errors());
  }
}
