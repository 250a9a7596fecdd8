package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.geo.GeoFiles;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Place, network and identity, from the config to the findings. */
class EnrichmentTest {
  private static final Path GEOIP = Path.of("../test-data/geoip");

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private Path config(String geoip, String transport) throws IOException {
    String yaml =
        """
        warehouse: %1$s/warehouse
        %2$s
        transports:
          logins:
            type: files
            path: "%1$s/logs/*.json"
            time: time
            rename: {ip: source.address}
            %3$s
        profiles:
          logins:
            matches: "geo_place(ip).continent = 'Europe' AND geo.latitude > 50"
            actor: user
            fields:
              city: {type: single, key: geo.city}
              owner: {type: single, key: network.owner}
        shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
        """
            .formatted(folder, geoip, transport);
    return Files.writeString(folder.resolve("night.yml"), yaml);
  }

  private static String databases(Path city, Path asn) {
    return "geoip: {city_db: %s, asn_db: %s}".formatted(city, asn);
  }

  private static String login(String time, String user, String address) {
    return """
    {"time":"2025-03-%s:00Z","user":"%s","source":{"address":"%s"}}"""
        .formatted(time, user, address);
  }

  @Test
  void enrichedFieldsAreWatchedLikeAnyOther() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.write(
        folder.resolve("logs/a.json"),
        List.of(
            login("01T08:00", "ann", "198.51.100.1"),
            login("01T09:00", "Ann", "198.51.100.2"),
            login("01T10:00", "ANN@example.com", "2001:db8:10::7"),
            login("02T10:00", "ann", "198.51.100.3"),
            login("03T11:00", "ann", "203.0.113.1"),
            login("03T12:00", "ann", "203.0.113.161"),
            login("03T13:00", "ann", "10.0.0.1"),
            login("03T14:00", "ann", "8.8.8.8"),
            login("03T15:00", "ann", "not an address")));
    Path config =
        config(
            databases(GEOIP.resolve("city.mmdb"), GEOIP.resolve("asn.mmdb")),
            """
            geoip: {ip: ip}
                identity:
                  field: user
                  user_domain: example.com
                  user_map:
                    ann@example.com:
                      - {user: ann.smith@example.com, to: 2025-03-01}
                      - {user: ann.jones@example.com, from: 2025-03-02}
            """);

    Ended ended = Commands.runJob(folder, "run", "--config", config.toString());

    assertEquals(0, ended.code(), ended.errors());
    String log = Commands.log(folder);
    for (String line :
        List.of(
            "logins: 9 users mapped; 6 places found, 1 with a private address,"
                + " 1 not in the database, 1 with a malformed address;"
                + " 6 networks found, 1 with a private address, 1 not in the database,"
                + " 1 with a malformed address",
            "observe: 5 messages watched by 1 profile")) {
      assertTrue(log.contains(line), () -> line + " in " + log);
    }
    assertEquals(
        List.of(
            "ann.jones@example.com city \"Berlin\"",
            "ann.jones@example.com city \"Linköping\"",
            "ann.jones@example.com owner \"Innkeeper Wifi GmbH\"",
            "ann.jones@example.com owner \"Roxen Bredband AB\"",
            "ann.smith@example.com city \"Linköping\"",
            "ann.smith@example.com owner \"Roxen Bredband AB\""),
        texts(Table.ANOMALIES, "concat_ws(' ', actor, field, value)"));
    assertEquals(
        List.of("ANN@example.com", "Ann", "ann"),
        texts(Table.MESSAGES, "text_at(data, 'original.user')").stream().distinct().toList());
    assertEquals(
        List.of("6 1 1 1 9"),
        texts(
            Table.RUNS,
            "concat_ws(' ', counts['ingest.place.found'], counts['ingest.place.private'],"
                + " counts['ingest.network.unknown'], counts['ingest.network.malformed'],"
                + " counts['ingest.user.mapped'])"));
    assertEquals("none", SharedSpark.session().conf().get(GeoFiles.CITY_DB, "none"));

    Ended validated = Commands.run("validate", "--config", config.toString());
    assertEquals(0, validated.code(), validated.errors());
    assertTrue(
        validated.out().contains("fields.city: geo.city has a value in 5 of 5 messages"),
        validated::out);
  }

  private List<String> texts(Table table, String expression) {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse")
        .read(table).selectExpr(expression).as(Encoders.STRING()).collectAsList().stream()
            .sorted()
            .toList();
  }

  @Test
  void aDatabaseThatCannotBeUsedIsToldBeforeAnythingRuns() throws IOException {
    Path city = GEOIP.resolve("city.mmdb");
    Path asn = GEOIP.resolve("asn.mmdb");
    Path missing = folder.resolve("none.mmdb");
    Path cut = folder.resolve("cut.mmdb");
    byte[] whole = Files.readAllBytes(asn);
    Files.write(cut, Arrays.copyOf(whole, whole.length - 300));

    assertRefused(
        ":2: geoip.city_db cannot be used: %s: no such file; MaxMind's City database (.mmdb) belongs there"
            .formatted(missing),
        databases(missing, asn),
        "geoip: {ip: ip}");
    assertRefused(
        ":2: geoip.asn_db cannot be used: %s: truncated, or no MaxMind database".formatted(cut),
        databases(city, cut),
        "geoip: {ip: ip}");
    assertRefused(
        ":2: geoip.city_db cannot be used: %s: is a Nightwarden-GeoLite2-ASN database; City is needed"
            .formatted(asn),
        databases(asn, asn),
        "geoip: {ip: ip}");
    assertRefused(
        ":2: geoip.city_db and asn_db are both missing; give one or both",
        "geoip: {}",
        "geoip: {ip: ip}");
    assertRefused(
        ":9: transports.logins.geoip needs databases; name them at the top: geoip:"
            + " {city_db: PATH, asn_db: PATH}",
        "",
        "geoip: {ip: ip}");
    assertRefused(
        ":12: profiles.logins.matches cannot be evaluated: geo_place has no database",
        "geoip: {asn_db: %s}".formatted(asn),
        "geoip: {ip: ip}");
    assertRefused(
        ":9: transports.logins.geoip.adress is not a key; keys: [ip, take]",
        databases(city, asn),
        "geoip: {adress: ip}");
    assertRefused(
        ":9: transports.logins.identity.user_map.jo[0].since is not a key; keys: [user, from, to]",
        databases(city, asn),
        "identity: {field: user, user_map: {jo: [{user: x, since: 2025-01-01}]}}");
    assertFalse(Files.exists(folder.resolve("warehouse")));
  }

  private void assertRefused(String message, String geoip, String transport) throws IOException {
    Path config = config(geoip, transport);
    Ended ended = Commands.runJob(folder, "run", "--config", config.toString());
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("night.yml" + message), ended::errors);
  }
}
