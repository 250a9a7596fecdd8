package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ship.CsvText;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as the README shows it. */
class DemoTest {
  private static final Path PROJECT = Path.of("..");

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void findsThePlantedIncidents() throws IOException {
    Ended ended =
        Commands.runJob(
            folder,
            "run",
            "--config",
            PROJECT.resolve("configs/example.yml").toString(),
            "--set",
            "transports.logins.path=" + PROJECT.resolve("test-data/logins/*.json"),
            "--set",
            "geoip.city_db=" + PROJECT.resolve("test-data/geoip/city.mmdb"),
            "--set",
            "geoip.asn_db=" + PROJECT.resolve("test-data/geoip/asn.mmdb"),
            "--set",
            "warehouse=" + folder.resolve("warehouse"),
            "--set",
            "shippers.csv.filename=" + folder.resolve("alerts.csv"),
            "--set",
            "report.path=" + folder.resolve("report"));

    assertEquals(0, ended.code(), ended.errors());
    String log = Commands.log(folder);
    for (String line :
        List.of(
            "logins: 31 files with 6080 records read: 6079 new messages, 1 reject",
            "logins: 6069 places found, 10 not in the database; 6069 networks found, 10 not in the database",
            "observe: 5917 messages watched by 1 profile in ",
            "reporter: 812 anomalies",
            "amounts: 186 anomalies",
            "train: 116 forests trained for 4 training dates, 54 actor-dates skipped: fewer than 50 events, ",
            "forest: 52 anomalies; ",
            "19 of them malicious; 74 anomalies malicious, in ",
            "assess: 8 alerts opened in ",
            "csv: 74 rows")) {
      assertTrue(log.contains(line), () -> line + " in " + log);
    }
    List<List<String>> alerts = CsvText.parse(Files.readString(folder.resolve("alerts.csv")));
    assertEquals(1 + 74, alerts.size());
    Set<String> found = new HashSet<>();
    alerts.forEach(row -> found.add(row.get(alerts.get(0).indexOf("message_id"))));
    List<List<String>> incidents =
        CsvText.parse(
            Files.readString(PROJECT.resolve("test-data/incidents.csv")).replace("\n", "\r\n"));
    int messages = incidents.get(0).indexOf("message_ids");
    for (List<String> incident : incidents.subList(1, incidents.size())) {
      boolean isFound =
          List.of(incident.get(messages).split(" ")).stream().anyMatch(found::contains);
      assertTrue(isFound, incident::toString);
    }
    String page = Files.readString(folder.resolve("report/report-2025-03-01--2025-03-31.html"));
    assertTrue(page.contains("6,079</b> messages read"), "no such total");
    assertFalse(page.contains("<script>alert("), "an attack");
    Warehouse warehouse =
        new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
    assertEquals(
        "the last line has no end yet: broken JSON: it ends too early",
        warehouse.read(Table.REJECTS).select("reason").first().getString(0));
    stagesSayWhatTheyWrite(warehouse);
  }

  /** The guide has its table of stages from this. */
  private static void stagesSayWhatTheyWrite(Warehouse warehouse) {
    Config config =
        new ConfigReader(Registry.load(), Map.of())
            .read(PROJECT.resolve("configs/example.yml"), List.of(), Config.class)
            .config();
    Set<Table> said = EnumSet.of(Table.LEASE, Table.RUNS);
    new Application(config).program().stages().forEach(stage -> said.addAll(stage.writes()));
    for (Table table : Table.values()) {
      assertTrue(said.contains(table) || !warehouse.exists(table), table::tableName);
    }
  }
}
