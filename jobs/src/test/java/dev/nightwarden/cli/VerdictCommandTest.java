package dev.nightwarden.cli;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say of findings, over several nights. */
class VerdictCommandTest {
  private static final List<Table> JUDGED =
      List.of(
          Table.EXCUSED,
          Table.APPLIED_VERDICTS,
          Table.INVESTIGATIONS,
          Table.MALICIOUS_EVENTS,
          Table.RISKS,
          Table.ALERTS);

  @TempDir Path folder;

  /** Two people, usual on two days; on the third both are in Lima. */
  private static final Map<String, List<String>> LOGS = new LinkedHashMap<>();

  static {
    LOGS.put("2025-03-01", List.of("ann Oslo mac", "bob Oslo mac"));
    LOGS.put("2025-03-02", List.of("ann Oslo mac", "bob Oslo mac"));
    LOGS.put("2025-03-03", List.of("ann Lima mac", "bob Lima mac"));
    LOGS.put("2025-03-04", List.of("ann Lima mac", "bob Lima mac", "ann Oslo linux"));
  }

  @AfterEach
  void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config(String more) throws IOException {
    return Files.writeString(
            folder.resolve("verdicts.yml"),
            """
            warehouse: %1$s/warehouse
            transports:
              logins: {type: files, path: "%1$s/logs", time: time, id: id}
            profiles:
              logins:
                actor: user
                fields: {city: {type: single}, device: {type: single}}
                collector: {type: day}
                analyzer: {type: threshold, threshold: 0.6}
                learning: {days: 2, actor_days: 0, actor_messages: 0}
            shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
            %2$s
            """
                .formatted(folder, more))
        .toString();
  }

  private void deliver(String date) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    List<String> lines = new ArrayList<>();
    for (String login : LOGS.get(date)) {
      String[] parts = login.split(" ", -1);
      lines.add(
          "{\"id\":\"%1$s-%2$d\",\"time\":\"%1$sT09:00:00Z\",\"user\":\"%3$s\",\"city\":\"%4$s\",\"device\":\"%5$s\",\"ip\":\"192.0.2.%2$d\"}"
              .formatted(date, lines.size(), parts[0], parts[1], parts[2]));
    }
    Files.write(folder.resolve("logs").resolve(date + ".json"), lines);
  }

  private Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
  }

  private void night(String config) {
    Ended ended = Commands.runJob(folder, "run", "--config", config);
    assertEquals(0, ended.code(), ended.errors());
  }

  private Ended verdict(String config, String... args) {
    List<String> all = new ArrayList<>(List.of("verdict", "--config", config));
    all.addAll(Arrays.asList(args));
    return Commands.run(all.toArray(String[]::new));
  }

  /** Date, actor, detector and value of what is malicious. */
  private List<String> malicious() {
    return warehouse()
        .read(Table.MALICIOUS_EVENTS)
        .selectExpr(
            "concat_ws(' ', substr(event_date, 9), actor, detector, replace(value, '\"', '')) AS row")
        .orderBy("row")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private String event(String date, String actor, String value) {
    return warehouse()
        .read(Table.ANOMALIES)
        .where(
            "event_date = DATE'%s' AND actor = '%s' AND value = '\"%s\"'"
                .formatted(date, actor, value))
        .selectExpr("event_id")
        .first()
        .getString(0);
  }

  private Map<String, List<String>> judged() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Table table : JUDGED) {
      rows.put(
          table.tableName(),
          warehouse()
              .read(table)
              .drop("run_id")
              .selectExpr("to_json(struct(*)) AS row")
              .orderBy("row")
              .as(Encoders.STRING())
              .collectAsList());
    }
    return rows;
  }

  @Test
  void whatIsBenignIsNotToldAgainAndHidesNothingElse() throws IOException {
    String config = config("");
    for (String date : List.of("2025-03-01", "2025-03-02", "2025-03-03")) {
      deliver(date);
    }
    night(config);
    assertEquals(List.of("03 ann reporter Lima", "03 bob reporter Lima"), malicious());

    String investigation =
        warehouse()
            .read(Table.INVESTIGATIONS)
            .where("actor = 'ann' AND malicious > 0")
            .select("investigation_id")
            .first()
            .getString(0);
    Ended said = verdict(config, investigation, "benign", "--note=<b>holiday</b>");
    assertEquals(0, said.code(), said.errors());
    assertTrue(said.out().contains(": 1 value"), said.out());
    assertEquals(2, malicious().size(), "the next run takes it up");
    deliver("2025-03-04");
    night(config);

    // Ann is in Lima again, and the device is of another kind; Bob is somebody else.
    assertEquals(
        List.of("03 bob reporter Lima", "04 ann reporter linux", "04 bob reporter Lima"),
        malicious());
    assertEquals(
        5,
        warehouse().read(Table.ANOMALIES).where("detector = 'reporter' AND NOT learning").count());
    String csv = Files.readString(folder.resolve("alerts.csv"));
    assertFalse(csv.contains("Lima\" never seen for ann"), csv);
    Map<String, List<String>> nightly = judged();

    Ended explained =
        Commands.run("explain", "--config", config, "--event", event("2025-03-04", "ann", "Lima"));
    assertTrue(explained.out().contains(", benign, says "), explained.out());
    Ended listed = verdict(config, "--list");
    assertTrue(
        listed.out().contains("benign") && listed.out().contains("<b>holiday</b>"), listed.out());

    // The same verdict, there from the beginning, and all dates in one run.
    night(config);
    assertEquals(nightly, judged(), "again");
    var verdicts = warehouse().read(Table.VERDICTS).collectAsList();
    Path old = folder.resolve("nightly");
    Files.move(folder.resolve("warehouse"), old);
    warehouse()
        .append(
            Table.VERDICTS,
            SharedSpark.session().createDataFrame(verdicts, Table.VERDICTS.schema()));
    night(config);
    assertEquals(nightly, judged(), "in one batch");

    // The investigation itself is gone.
    Ended unsaid = verdict(config, investigation, "unsure");
    assertEquals(0, unsaid.code(), unsaid.errors());
    night(config);
    assertEquals(
        List.of(
            "03 ann reporter Lima",
            "03 bob reporter Lima",
            "04 ann reporter Lima",
            "04 ann reporter linux",
            "04 bob reporter Lima"),
        malicious());
  }

  @Test
  void aFileIsTakenWholeOrNotAtAll() throws IOException {
    String config = config("");
    LOGS.keySet().forEach(date -> deliverQuietly(date));
    night(config);
    String ann = event("2025-03-03", "ann", "Lima");
    String bob = event("2025-03-03", "bob", "Lima");
    Path file = folder.resolve("said.csv");

    Files.writeString(file, "id,verdict\n%s,benign\n%s,fine\n".formatted(ann, bob));
    Ended word = verdict(config, "--file=" + file);
    assertEquals(2, word.code(), word.errors());
    assertTrue(word.errors().contains("record 2: \"fine\" is no verdict"), word.errors());
    Files.writeString(file, "id,verdict\n%s,benign\n%s,benign\n".formatted(ann, "0".repeat(32)));
    Ended unknown = verdict(config, "--file=" + file);
    assertEquals(1, unknown.code(), unknown.errors());
    assertTrue(unknown.errors().contains("0".repeat(32)), unknown.errors());
    Files.writeString(file, "id,opinion\n%s,benign\n".formatted(ann));
    assertEquals(2, verdict(config, "--file=" + file).code());
    assertEquals(0, warehouse().read(Table.VERDICTS).count());

    Files.writeString(
        file,
        "id,verdict,scope,note\n%s,benign,event,\"two\nlines, =1+1\"\n%s,benign,value-for-peers,\n%s,malicious,,\n"
            .formatted(ann, bob, event("2025-03-04", "bob", "Lima")));
    Ended said = verdict(config, "--file=" + file, "--by=soc");
    assertEquals(0, said.code(), said.errors());
    night(config);

    // Nobody has peers, so Bob's Lima is everybody's; but what was said of his later one stands.
    assertEquals(List.of("04 ann reporter linux", "04 bob reporter Lima"), malicious());
    assertEquals(
        List.of("two\nlines, =1+1"),
        warehouse()
            .read(Table.VERDICTS)
            .where("note IS NOT NULL")
            .select("note")
            .distinct()
            .as(Encoders.STRING())
            .collectAsList());

    for (String wrong :
        List.of(
            "xyz benign",
            ann,
            ann + " perhaps",
            ann + " unsure --scope=value",
            ann + " benign --scope=everything",
            ann + " benign --from=2025-03-04 --until=2025-03-03",
            "--list --file=" + file)) {
      assertEquals(2, verdict(config, wrong.split(" ", -1)).code(), wrong);
    }
  }

  private void deliverQuietly(String date) {
    try {
      deliver(date);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rulesSuppressWhatTheyCoverAndSaySo() throws IOException {
    String config =
        config(
            """
            suppress:
              trip: {reason: "a fair in Lima", owner: ann, until: 2025-03-03, actors: [ann], values: [Lima]}
              office:
                {reason: "our own exit", owner: it, until: 2026-01-01, networks: [192.0.2.1/32], ip: ip}
              tests: {reason: tests, owner: it, until: 2026-01-01, where: "device = 'linux'"}
              idle: {reason: nothing, owner: it, until: 2026-01-01, actors: [nobody]}
            """);
    LOGS.keySet().forEach(date -> deliverQuietly(date));
    night(config);

    assertEquals(List.of("04 ann reporter Lima"), malicious());
    assertEquals(
        List.of("office 2", "tests 1", "trip 1"),
        warehouse()
            .read(Table.EXCUSED)
            .join(
                warehouse()
                    .read(Table.ANOMALIES)
                    .where("NOT learning AND detector = 'reporter'")
                    .select("anomaly_id"),
                "anomaly_id")
            .groupBy("rule")
            .count()
            .selectExpr("concat_ws(' ', rule, count) AS row")
            .orderBy("row")
            .as(Encoders.STRING())
            .collectAsList());
    String log = Commands.log(folder);
    assertTrue(log.contains("suppress: trip: expired on 2025-03-03"), log);
    assertFalse(log.contains("suppress: idle:"), "four dates tell little");

    for (String wrong :
        List.of(
            "{reason: r, owner: o, until: 2026-01-01}",
            "{reason: r, owner: o, actors: [a]}",
            "{owner: o, until: 2026-01-01, actors: [a]}",
            "{reason: r, owner: o, until: 2026-01-01, networks: [here], ip: ip}",
            "{reason: r, owner: o, until: 2026-01-01, networks: [192.0.2.0/24]}",
            "{reason: r, owner: o, until: 2026-01-01, where: \"city =\"}",
            "{reason: r, owner: o, until: 2026-01-01, from: 2027-01-01, actors: [a]}")) {
      Ended refused =
          Commands.runJob(folder, "run", "--config", config("suppress: {rule: " + wrong + "}"));
      assertEquals(2, refused.code(), wrong);
      assertTrue(refused.errors().contains("suppress.rule"), refused.errors());
    }
  }
}
