package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.app.Explain;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Ids;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two weeks of ada (five logins a day over two transports, mostly from Linkoping), bob (two a day)
 * and, on the last day, carl. In March 2025 the 6th and the 13th are training dates.
 */
class ForestNightTest {
  private static final String LINKOPING =
      "\"geo\":{\"x\":0.5,\"y\":0.14,\"z\":0.854,\"city\":\"Linkoping\",\"country\":\"SE\"},"
          + "\"network\":{\"number\":29518,\"owner\":\"Bredband2\"}";
  private static final String UPPSALA =
      "\"geo\":{\"x\":0.48,\"y\":0.15,\"z\":0.864,\"city\":\"Uppsala\",\"country\":\"SE\"},"
          + "\"network\":{\"number\":3301,\"owner\":\"Telia\"}";
  private static final String CHANGCHUN =
      "\"geo\":{\"x\":-0.42,\"y\":0.59,\"z\":0.69,\"city\":\"Changchun\",\"country\":\"CN\"},"
          + "\"network\":{\"number\":4837}";
  private static final String ODD = "ada-odd";
  private static final String LATE = "ada-04-2";

  @TempDir Path folder;

  private record Login(String id, LocalDate date, String transport, String line) {}

  @Test
  void forestsFindWhatIsPlantedAndSayWhy() throws IOException {
    Path clean = folder.resolve("clean");
    deliver(clean, "all", logins(), login -> true);
    RunRecord run = Nights.of(config(clean)).execute(request(Job.RUN));

    assertForests(clean);
    String odd = assertAnomalies(clean, run);
    assertExplained(clean, odd);
  }

  @Test
  @Tag("long")
  void aNightWithForestsIsTheSameHoweverItWasCut() throws IOException {
    List<Login> logins = logins();
    Path clean = folder.resolve("clean");
    deliver(clean, "all", logins, login -> true);
    Nights.of(config(clean)).execute(request(Job.RUN));

    Path cut = folder.resolve("cut");
    LocalDate seventh = LocalDate.parse("2025-03-07");
    deliver(cut, "a", logins, l -> l.date().isBefore(seventh) && !l.id().equals(LATE));
    Nights.of(config(cut)).execute(request(Job.RUN));
    assertEquals(Set.of("2025-03-01", "2025-03-06"), trainedFor(cut));
    deliver(cut, "b", logins, l -> !l.date().isBefore(seventh) || l.id().equals(LATE));
    RunRecord late = Nights.of(config(cut)).execute(request(Job.RUN));
    assertEquals(3 + 4, late.counts().get("train.forests"), "the 6th's again, for the 7th to 12th");
    LocalDate fourth = LocalDate.parse("2025-03-04");
    Nights.of(config(cut)).execute(new Request(Job.RUN, fourth, null));

    Map<String, List<String>> expected = Tables.whateverTheFiles(warehouse(clean), Set.of());
    assertEquals(expected, Tables.whateverTheFiles(warehouse(cut), Set.of()));
  }

  private static void assertForests(Path folder) {
    List<String> forests =
        rows(
            warehouse(folder),
            Table.FORESTS,
            "concat_ws(' ', profile, actor, trained_for, forest IS NOT NULL, events, trained_on,"
                + " in_sample)");
    assertEquals(
        List.of(
            "agents ada 2025-03-01 true 5 5 true",
            "agents ada 2025-03-06 true 25 25 false",
            "agents ada 2025-03-13 true 60 60 false",
            "agents bob 2025-03-01 false 2 0 true",
            "agents bob 2025-03-06 true 10 10 false",
            "agents bob 2025-03-13 true 24 24 false",
            // The 6th's were needed, and are older than seven days now.
            "logins ada 2025-03-13 true 60 60 false",
            "logins bob 2025-03-13 true 24 24 false"),
        forests);
  }

  /** Returns the id of the event that was planted. */
  private static String assertAnomalies(Path folder, RunRecord run) throws IOException {
    Warehouse warehouse = warehouse(folder);
    Row odd =
        warehouse
            .read(Table.MALICIOUS_EVENTS)
            .where("profile = 'logins' AND detector = 'forest' AND message_id = '" + ODD + "'")
            .select("event_id", "field", "reason", "evidence", "value", "score", "transport")
            .first();
    assertEquals("forest", odd.getString(1));
    assertEquals(
        "signed in from Changchun, CN on AS4837; 50 of 60 earlier events were in Linkoping, SE on"
            + " Bredband2",
        odd.getString(2));
    String evidence = odd.getString(3);
    assertTrue(
        evidence.matches(
            "\\{\"threshold\":0\\.\\d+,\"trained_for\":\"2025-03-13\",\"trained_on\":60,"
                + "\"in_sample\":false,\"contributions\":\\[\\{\"feature\":\"(network|place)\","
                + "\"contribution\":0\\.\\d+,\"shown\":\".*\\}\\]\\}"),
        evidence);
    assertEquals(
        "{\"hour\":\"09:00\",\"network\":\"AS4837\",\"place\":\"Changchun, CN\"}",
        odd.getString(4));
    assertTrue(odd.getDouble(5) > 0.6, () -> "score " + odd.getDouble(5));
    assertEquals("b", odd.getString(6));
    assertEquals(
        List.of("true"),
        rows(
            warehouse,
            Table.ANOMALIES,
            "get_json_object(evidence, '$.in_sample')",
            "profile = 'agents' AND event_date = '2025-03-01' AND detector = 'forest'"),
        "what the first date was told by itself says so");
    assertTrue(Files.readString(folder.resolve("alerts.csv")).contains("signed in from Changchun"));
    assertEquals(3 + 5, run.counts().get("train.forests"));
    assertEquals(6, run.counts().get("forest.actors"), "three in each profile");
    assertEquals(3 + 2, run.counts().get("forest.actors_without_forest"));
    return odd.getString(0);
  }

  private static void assertExplained(Path folder, String odd) {
    Config config =
        new ConfigReader(Registry.load(), Map.of())
            .read(
                "test.yml",
                config(folder).getBytes(StandardCharsets.UTF_8),
                List.of(),
                Config.class)
            .config();
    Explain explain = new Explain(warehouse(folder), new Application(config));

    String told = String.join("\n", explain.of(odd, null).orElseThrow());
    for (String line :
        List.of(
            "event " + odd + ": ada in profile logins",
            "message ada-odd of transport b, 2025-03-14 09:05:00 UTC, from ",
            "\"city\":\"Changchun\"",
            "  forest: score 0.",
            ", malicious\n    signed in from Changchun, CN on AS4837; 50 of 60 earlier events",
            "  reporter city: score 1.0, high",
            "usual before 2025-03-14\n  city: \"Linkoping\" 54, \"Uppsala\" 11 of 65 messages",
            "forest of 2025-03-13, grown on 60 events: score 0.",
            ", at or above the threshold 0.",
            "place: Changchun, CN; usual: Linkoping, SE 50, Uppsala, SE 10")) {
      assertTrue(told.contains(line), () -> line + " in " + told);
    }

    // A message of before the forests that are kept, which nothing found odd.
    LocalDate seventh = LocalDate.parse("2025-03-07");
    String usual =
        warehouse(folder)
            .read(Table.MESSAGES)
            .where("message_id = 'ada-07-1'")
            .select(Ids.of(col("transport"), col("message_id"), col("event_date"), lit("logins")))
            .first()
            .getString(0);
    assertTrue(explain.of(usual, null).isEmpty(), "only anomalies are searched without a date");
    String unflagged = String.join("\n", explain.of(usual, seventh).orElseThrow());
    for (String line :
        List.of("no detector found it odd", "forest of 2025-03-06, grown on 25 events", "below")) {
      assertTrue(unflagged.contains(line), () -> line + " in " + unflagged);
    }
    assertTrue(explain.of("0".repeat(32), seventh).isEmpty());
  }

  private static List<Login> logins() {
    List<Login> logins = new ArrayList<>();
    for (int day = 1; day <= 14; day++) {
      for (int i = 0; i < 7; i++) {
        String user = i < 5 ? "ada" : "bob";
        boolean away = user.equals("ada") && ((i == 4 && day % 4 > 0) || (day == 8 && i == 3));
        logins.add(
            login(
                "%s-%02d-%d".formatted(user, day, i),
                day,
                8 + i,
                user,
                i % 2 == 0 ? "a" : "b",
                away ? UPPSALA : LINKOPING));
      }
    }
    logins.add(login(ODD, 14, 9, "ada", "b", CHANGCHUN));
    logins.add(login("carl-1", 14, 9, "carl", "a", LINKOPING));
    return logins;
  }

  private static Login login(
      String id, int day, int hour, String user, String transport, String where) {
    Instant time = Instant.parse("2025-03-%02dT%02d:05:00Z".formatted(day, hour));
    String line =
        "{\"id\":\"%s\",\"time\":\"%s\",\"user\":\"%s\",\"agent\":\"%s\",%s}"
            .formatted(id, time, user, id.equals("ada-01-2") ? "curl" : "Firefox", where);
    return new Login(id, LocalDate.of(2025, 3, day), transport, line);
  }

  private static void deliver(Path folder, String name, List<Login> logins, Predicate<Login> which)
      throws IOException {
    for (String transport : List.of("a", "b")) {
      Path file = folder.resolve(transport + "/" + name + ".json");
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          logins.stream()
              .filter(login -> login.transport().equals(transport))
              .filter(which)
              .map(Login::line)
              .toList());
    }
  }

  private static String config(Path folder) {
    return """
        warehouse: %1$s/warehouse
        late_days: 1
        transports:
          a: {type: files, path: "%1$s/a/*.json", format: json, time: time, id: id}
          b: {type: files, path: "%1$s/b/*.json", format: json, time: time, id: id}
        profiles:
          logins:
            actor: user
            fields: {city: {type: single, key: geo.city}}
            forest:
              trees: 25
              contamination: 0.01
              keep_days: 7
              features: {place: {kind: place, key: geo}, network: {kind: owner, key: network.owner}, hour: {kind: hour}}
          agents:
            actor: user
            fields: {agent: {type: single}}
            forest: {trees: 5, min_events: 5, in_sample: true, features: {agent: {kind: category}}}
        shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
        """
        .formatted(folder);
  }

  private static Set<String> trainedFor(Path folder) {
    return new TreeSet<>(rows(warehouse(folder), Table.FORESTS, "cast(trained_for as string)"));
  }

  private static List<String> rows(Warehouse warehouse, Table table, String... columnAndWhere) {
    return warehouse
        .read(table)
        .where(columnAndWhere.length > 1 ? columnAndWhere[1] : "true")
        .selectExpr(columnAndWhere[0])
        .distinct()
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private static Request request(Job command) {
    return new Request(command, null, null);
  }

  private static Warehouse warehouse(Path folder) {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse");
  }
}
