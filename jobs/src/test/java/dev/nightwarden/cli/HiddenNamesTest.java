package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.pseudonym.PseudonymSettings;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with pseudonyms: no name anywhere, and the findings of a run with the names. */
class HiddenNamesTest {
  private static final String KEY = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String GEORGE = "george.mallory@example.com";
  private static final String ALIAS = "gmallory@home.example";
  private static final String BRITT = "britt.ekland@example.com";

  /** As logs have them; none is a part of another or of any other word. */
  private static final List<String> LOCAL =
      List.of(
          "george.mallory",
          "britt.ekland",
          "zoë.o'hara",
          "wiśniewska",
          "李小龍",
          "quentin+test",
          "O'Neil \\\"Bob\\\" <x>",
          "svc-nightly");

  private static final Pseudonyms PSEUDONYMS =
      new Pseudonyms(new PseudonymSettings(KEY, List.of()), List.of());

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config(String name, String pseudonyms) throws IOException {
    return Files.writeString(
            folder.resolve(name + ".yml"),
            """
            warehouse: %1$s/%2$s/warehouse
            poll: false
            transports:
              logins:
                type: files
                path: "%1$s/logs/*.json"
                time: time
                id: id
                types: {port: long}
                max_reject_share: 0.2
                rename: {who: user}
                identity: {field: user, user_domain: example.com, user_map: {%3$s: %4$s}}
              ssh:
                type: files
                path: "%1$s/logs/*.txt"
                format: regex
                pattern: "^(?<time>\\\\S+) sshd: (?<what>.*) for (?<account>.*) from (?<ip>\\\\S+)$"
                time: time
              api: {type: http_json, url: "http://127.0.0.1:9/events", time: time, id: id}
            profiles:
              logins:
                transports: [logins]
                matches: "user IS NOT NULL"
                actor: user
                fields:
                  city: {type: single}
                  device: {type: multi, keys: [os, port]}
                  boss: {type: single, key: detail.boss.name, reporter: {type: optional}}
                forest: {min_events: 3, in_sample: true}
              ssh:
                transports: [ssh]
                actor_sql: "account"
                fields: {ip: {type: single}, what: {type: single}}
            features:
              transports: [logins]
              actor: user
              flags:
                - {type: sql, name: far, expression: "city = 'Pune'", data_needed: [city, user], message: "{user} of {actor} in {city}"}
                - {type: aggregation, name: first_seen, data_needed: [city], severity: low, params: {path: city, grace_days: 2}}
            shippers:
              csv: {type: csv, filename: "%1$s/%2$s/alerts.csv"}
              delta: {type: delta, path: "%1$s/%2$s/alerts-delta"}
              log: {type: log}
            report: {path: "%1$s/%2$s/report"}
            forget: {key: 0123456789abcdef}
            %5$s
            """
                .formatted(folder, name, ALIAS, GEORGE, pseudonyms))
        .toString();
  }

  private String hiddenConfig() throws IOException {
    return config(
        "hidden",
        "pseudonyms: {key: %s, paths: [account, detail.boss.name, team, asked]}".formatted(KEY));
  }

  /** Days of people of habits, who sometimes do something else. */
  private void writeLogs(int days) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Random random = new Random(7);
    List<String> cities = List.of("Lima", "Oslo", "Rome", "Bern", "Pune");
    for (int day = 1; day <= days; day++) {
      List<String> json = new ArrayList<>();
      List<String> text = new ArrayList<>();
      for (int login = 0; login < 6; login++) {
        for (int who = 0; who < LOCAL.size(); who++) {
          String local = LOCAL.get(who);
          String user = who == 0 && login % 3 == 0 ? ALIAS : local;
          int city = random.nextInt(8) == 0 ? random.nextInt(5) : who % 4;
          String time =
              "2025-03-%02dT%02d:%02d:%02dZ".formatted(day, 8 + login, who, random.nextInt(60));
          json.add(
              ("{\"id\":\"m%d-%d-%d\",\"time\":\"%s\",\"user\":\"%s\",\"city\":\"%s\",\"os\":\"%s\","
                      + "\"port\":%d,\"detail\":{\"boss\":{\"name\":\"%s\",\"level\":3}},"
                      + "\"team\":[\"%s\",null,{\"lead\":\"%s\"}],\"asked\":%s}")
                  .formatted(
                      day,
                      login,
                      who,
                      time,
                      user,
                      cities.get(city),
                      random.nextInt(5) == 0 ? "mac" : "linux",
                      random.nextInt(9) == 0 ? 23 : 22,
                      LOCAL.get(random.nextInt(6) == 0 ? 1 : (who + 1) % LOCAL.size()),
                      local,
                      LOCAL.get(0),
                      who == 2 ? "null" : "\"is " + local + " there?\""));
          text.add(
              "%s sshd: %s for %s from 10.0.0.%d"
                  .formatted(
                      time,
                      random.nextInt(9) == 0 ? "failed" : "accepted",
                      local.replace("\\", ""),
                      random.nextInt(7) == 0 ? random.nextInt(9) : who));
        }
      }
      json.add("{\"id\":\"r1\",\"time\":\"" + BRITT + "\",\"user\":\"wiśniewska\"}");
      json.add("{\"id\":\"r2\",\"time\":\"2025-03-01T00:00:00Z\",\"port\":\"李小龍\"}");
      json.add("{\"id\":\"r3\",\"user\":\"george.mallory\",");
      json.add("{\"id\":\"r4\",\"wiśniewska\":1,\"wiśniewska\":2}");
      text.add("what is this of britt.ekland?");
      Files.write(logs.resolve("2025-03-0%d.json".formatted(day)), json);
      Files.write(logs.resolve("2025-03-0%d.txt".formatted(day)), text);
    }
    // Held back whole, with its reasons and an example.
    Files.writeString(logs.resolve("held.json"), "{\"user\":\"george.mallory\"\nwiśniewska\n");
  }

  private Warehouse warehouse(String name) {
    return new Warehouse(SharedSpark.session(), folder.resolve(name + "/warehouse").toString());
  }

  private Ended run(String command, String config, String... more) {
    List<String> args = new ArrayList<>(List.of("--config", config, "-v"));
    args.addAll(List.of(more));
    return Commands.runJob(folder, command, args.toArray(String[]::new));
  }

  /** Each file of a folder that holds one of these: as bytes, unpacked, and each Parquet column. */
  private List<String> holding(String name, List<String> sought) throws IOException {
    List<String> holding = new ArrayList<>();
    try (var all = Files.walk(folder.resolve(name))) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        SearchedFile searched = SearchedFile.of(file);
        for (String text : sought) {
          if (searched.holds(text)) {
            holding.add(folder.relativize(file) + ": " + text);
          }
        }
      }
    }
    return holding;
  }

  /** Every form in which a name of the logs could stand somewhere. */
  private static List<String> names() {
    TreeSet<String> names = new TreeSet<>(List.of(ALIAS, "home.example", "is zoë"));
    for (String local : LOCAL) {
      names.add(local);
      names.add(local.replace("\\", ""));
      names.add(local.replace("\\", "").replace("'", "&#39;"));
    }
    names.add("&lt;x&gt;");
    return List.copyOf(names);
  }

  /** What the names of the logs become, the longest first, so that none is taken for a part. */
  private static Map<String, String> mapping() {
    Map<String, String> mapping = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String local : LOCAL) {
      names.add(local.replace("\\", "") + "@example.com");
      names.add(local.replace("\\", ""));
    }
    names.sort((a, b) -> b.length() - a.length());
    for (String name : names) {
      mapping.put(name, PSEUDONYMS.of(name));
      mapping.put(name.replace("\"", "\\\""), PSEUDONYMS.of(name));
    }
    return mapping;
  }

  private static String mapped(String text) {
    String left = text;
    for (Map.Entry<String, String> name : mapping().entrySet()) {
      left = left.replace(name.getKey(), name.getValue());
    }
    return left;
  }

  private List<String> rows(String name, Table table, String... columns) {
    List<String> rows = new ArrayList<>();
    Dataset<Row> found = warehouse(name).read(table);
    if (List.of(found.columns()).contains("detector")) {
      // Which events a forest is grown on depends on the actor's name.
      assertTrue(found.where("detector = 'forest'").count() > 0, "forests found something");
      found = found.where("detector <> 'forest'");
    }
    for (Row row : found.selectExpr(columns).collectAsList()) {
      rows.add(row.mkString(" | "));
    }
    return rows;
  }

  private void assertSameFindings() {
    Map<Table, String[]> columns =
        Map.of(
            Table.FEATURE_COUNTS,
            new String[] {
              "profile", "field", "actor", "value", "event_date", "count", "first_seen", "last_seen"
            },
            Table.ANOMALIES,
            new String[] {
              "profile",
              "actor",
              "transport",
              "event_time",
              "detector",
              "field",
              "value",
              "score",
              "severity",
              "reason"
            },
            Table.INVESTIGATIONS,
            new String[] {"profile", "actor", "event_date", "events", "anomalies", "malicious"},
            Table.MALICIOUS_EVENTS,
            new String[] {"profile", "actor", "event_time", "detector", "field", "score"});
    columns.forEach(
        (table, of) -> {
          List<String> plain = new ArrayList<>(rows("plain", table, of));
          plain.replaceAll(HiddenNamesTest::mapped);
          List<String> hidden = new ArrayList<>(rows("hidden", table, of));
          Collections.sort(plain);
          Collections.sort(hidden);
          assertTrue(plain.size() > 10, () -> table + ": " + plain.size());
          assertEquals(String.join("\n", plain), String.join("\n", hidden), table.name());
        });
  }

  /** The plans of what Spark does, as its event log and its pages show them. */
  private static final class Seen extends SparkListener {
    private final List<String> plans = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof SparkListenerSQLExecutionStart start) {
        plans.add(start.description() + '\n' + start.physicalPlanDescription());
      }
    }
  }

  @Test
  @Tag("long")
  void nothingHasANameAndTheFindingsAreTheSame() throws Exception {
    writeLogs(4);
    String plain = config("plain", "");
    Ended ended = run("run", plain);
    assertEquals(1, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("held back"), ended.errors());
    List<String> held = holding("plain", names());
    for (String place : List.of("messages", "rejects", "anomalies", "feature_counts")) {
      assertTrue(
          held.stream().anyMatch(path -> path.startsWith("plain/warehouse/" + place)),
          () -> place + held);
    }
    assertTrue(held.toString().contains("plain/alerts.csv"), held.toString());
    assertTrue(held.toString().contains("plain/report/"), held.toString());

    String hidden = hiddenConfig();
    Seen seen = new Seen();
    SharedSpark.session().sparkContext().addSparkListener(seen);
    try {
      ended = run("run", hidden);
      SharedSpark.session().sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SharedSpark.session().sparkContext().removeSparkListener(seen);
    }
    assertEquals(1, ended.code(), ended.errors());
    String log = Commands.log(folder) + ended.out() + ended.errors();
    assertTrue(
        log.contains("Names become pseudonyms at account, asked, detail.boss.name, team, user"),
        log);
    assertTrue(log.contains("rejected a record of"), log);
    List<String> sought = new ArrayList<>(names());
    sought.add(KEY);
    assertEquals(List.of(), holding("hidden", sought));
    assertTrue(seen.plans.toString().length() > 10_000, "plans were seen");
    for (String name : names()) {
      // The map of the identity is a part of the config, which the log tells with -v.
      boolean isOfConfig = name.equals(ALIAS) || ALIAS.contains(name) || GEORGE.contains(name);
      assertFalse(!isOfConfig && log.contains(name), () -> name + " in the log");
      assertFalse(seen.plans.toString().contains(name), () -> name + " in plans");
    }
    assertFalse(log.contains(KEY), "the key is in the log");
    assertFalse(seen.plans.toString().contains(KEY), "the key is in a plan");
    assertSameFindings();
    rejectsHaveNoText();

    // The same again: nothing is new. Another key, other paths, none: refused.
    ended = run("run", hidden);
    assertEquals(0, ended.code(), ended.errors());
    assertEquals(0, count("ingest.messages"));
    refused(
        hidden,
        "pseudonyms.key is not the key of the pseudonyms in",
        "pseudonyms.key=" + "x".repeat(32));
    refused(hidden, "; no more: team", "pseudonyms.paths=[account,detail.boss.name,asked]");
    refused(hidden, "pseudonyms is missing, and the names in", "pseudonyms=null");
    refused(plain, "pseudonyms is new, and", "pseudonyms.key=" + KEY, "pseudonyms.paths=[account]");
  }

  private void rejectsHaveNoText() {
    List<Row> rejects = warehouse("hidden").read(Table.REJECTS).collectAsList();
    assertEquals(warehouse("plain").read(Table.REJECTS).count(), rejects.size());
    TreeSet<String> reasons = new TreeSet<>();
    for (Row reject : rejects) {
      String raw = reject.getAs("raw");
      assertTrue(raw == null || raw.isEmpty(), raw);
      reasons.add(reject.getAs("reason"));
    }
    assertTrue(reasons.contains("port is \"...\", not a long"), reasons.toString());
    assertTrue(reasons.contains("the pattern does not match"), reasons.toString());
  }

  private void refused(String config, String why, String... settings) {
    List<String> options = new ArrayList<>();
    for (String setting : settings) {
      options.addAll(List.of("--set", setting));
    }
    Ended ended = run("run", config, options.toArray(String[]::new));
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains(why), ended.errors());
  }

  private long count(String name) {
    Row last = warehouse("hidden").read(Table.RUNS).orderBy(col("started_at").desc()).first();
    return last.<String, Long>getJavaMap(last.fieldIndex("counts")).getOrDefault(name, 0L);
  }

  private Set<String> actors() {
    return new TreeSet<>(
        warehouse("hidden")
            .read(Table.FEATURE_COUNTS)
            .select("actor")
            .distinct()
            .as(Encoders.STRING())
            .collectAsList());
  }

  @Test
  @Tag("long")
  void forgetTakesTheNameAndThePseudonym() throws IOException {
    writeLogs(1);
    String config = hiddenConfig();
    Ended ended = run("run", config);
    assertEquals(1, ended.code(), ended.errors());
    Path landed =
        Files.createDirectories(folder.resolve("hidden/warehouse/landing/api/2025-03-02"));
    String line = "{\"id\":\"l%d\",\"time\":\"2025-03-02T10:00:00Z\",\"user\":\"%s\"}\n";
    Files.writeString(
        landed.resolve("a.jsonl"), line.formatted(1, GEORGE) + line.formatted(2, BRITT));
    String george = PSEUDONYMS.of(GEORGE);
    String britt = PSEUDONYMS.of(BRITT);
    assertTrue(actors().containsAll(List.of(george, britt)));
    ended =
        run(
            "forget",
            config,
            "--actor",
            GEORGE,
            "--yes",
            "--set",
            "pseudonyms.key=" + "x".repeat(32));
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("pseudonyms.key is not the key"), ended.errors());
    Ended plan = run("forget", config, "--actor", GEORGE, "--actor", britt, "--dry-run");
    assertTrue(
        plan.out().contains("landing: not searched for " + britt), plan.out() + plan.errors());
    assertTrue(plan.out().contains("landing/api: 1 line in 1 file removed"), plan.out());

    ended = run("forget", config, "--actor", GEORGE, "--actor", britt, "--yes");
    assertEquals(0, ended.code(), ended.errors());
    assertEquals(List.of(), holding("hidden", List.of(george, britt, GEORGE)));
    assertEquals(line.formatted(2, BRITT), Files.readString(only(landed)));

    // The logs are read again, as files that changed are.
    Files.writeString(
        folder.resolve("logs/2025-03-01.json"),
        "{\"id\":\"new\",\"time\":\"2025-03-01T23:00:00Z\",\"user\":\"cem\",\"city\":\"Rome\"}\n",
        StandardOpenOption.APPEND);
    ended = run("run", config);
    assertEquals(0, ended.code(), ended.errors());
    // Six logins of each, and the line that landed.
    assertEquals(13, count("ingest.forgotten"));
    assertTrue(actors().contains(PSEUDONYMS.of("cem@example.com")));
    assertFalse(actors().contains(george) || actors().contains(britt));
  }

  private static Path only(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".jsonl")).toList();
      assertEquals(1, all.size(), all.toString());
      return all.get(0);
    }
  }

  @Test
  @Tag("long")
  void validateHidesNamesAndTellsWhatStillMeansThem() throws IOException {
    writeLogs(4);
    Path list = Files.writeString(folder.resolve("list.txt"), "# staff\n" + BRITT + "\n");
    String flag =
        "features.flags=[{type: direct, name: watched, flag: in_list, data_needed: [user], params: {file: %s}}]"
            .formatted(list);
    List<String> options =
        List.of(
            "validate",
            "--config",
            hiddenConfig(),
            "--set",
            flag,
            "--set",
            "pseudonyms.paths=[account,nowhere]",
            "--set",
            "profiles.ssh.actor_sql=coalesce(account, ip)");
    SharedSpark.session();
    Ended ended = Commands.run(options.toArray(String[]::new));
    assertTrue(ended.out().contains("hide the values at account, nowhere, user"), ended.out());
    for (String warning :
        List.of(
            "WARNING pseudonyms.paths: nowhere is never present",
            "WARNING profiles.ssh.actor_sql: reads ip, which pseudonyms.paths does not name",
            "WARNING features.flags.[0]: looks for what " + list + " lists at user")) {
      assertTrue(ended.out().contains(warning), warning + " in " + ended.out());
    }
    assertTrue(ended.out().contains("messages of 8 actors (p-"), ended.out());
    for (String local : List.of("wiśniewska", "george.mallory", "李小龍")) {
      assertFalse(ended.out().contains(local), ended.out());
    }
    Files.writeString(list, PSEUDONYMS.of(BRITT) + "\n");
    ended = Commands.run(options.toArray(String[]::new));
    assertFalse(ended.out().contains("WARNING features.flags"), ended.out());
  }

  @Test
  void tellsThePseudonymOfANameAndTheNameOfAPseudonym() throws IOException {
    String config = hiddenConfig();
    Path names =
        Files.writeString(folder.resolve("names.txt"), "# staff\n\nbritt.ekland\n zoë.o'hara \n");
    Ended ended = Commands.run("pseudonym", "--config", config, GEORGE, "Łódź");
    assertEquals(0, ended.code(), ended.errors());
    assertEquals(
        List.of(PSEUDONYMS.of(GEORGE), PSEUDONYMS.of("Łódź")), ended.out().lines().toList());
    ended = Commands.run("pseudonym", "--config", config, "--names", names.toString());
    assertEquals(
        List.of(PSEUDONYMS.of("britt.ekland"), PSEUDONYMS.of("zoë.o'hara")),
        ended.out().lines().toList());

    // As the file has it, with the domain, and by the map.
    ended =
        Commands.run(
            "pseudonym",
            "--config",
            config,
            "--names",
            names.toString(),
            "--of",
            PSEUDONYMS.of("zoë.o'hara"),
            "--of",
            PSEUDONYMS.of(BRITT),
            "--of",
            PSEUDONYMS.of(ALIAS));
    assertEquals(0, ended.code(), ended.errors());
    assertEquals(
        List.of(
            PSEUDONYMS.of("zoë.o'hara") + " zoë.o'hara",
            PSEUDONYMS.of(BRITT) + " " + BRITT,
            PSEUDONYMS.of(ALIAS) + " " + ALIAS),
        ended.out().lines().toList());

    ended = Commands.run("pseudonym", "--config", config, "--of", PSEUDONYMS.of("nobody"));
    assertEquals(1, ended.code());
    assertEquals("", ended.out());
    assertTrue(ended.errors().contains("no name that was tried has it"), ended.errors());
  }

  @Test
  void saysWhatThePseudonymCommandLacks() throws IOException {
    Ended ended = Commands.run("pseudonym", "--config", config("plain", ""), GEORGE);
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("pseudonyms is missing: names stay"), ended.errors());
    String config = hiddenConfig();
    ended = Commands.run("pseudonym", "--config", config);
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("give names, --names FILE"), ended.errors());
    ended = Commands.run("pseudonym", "--config", config, "--of", GEORGE);
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("is no pseudonym"), ended.errors());
    ended = Commands.run("pseudonym", "--config", config, "--names", folder + "/none");
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("there is no such file"), ended.errors());
    ended = Commands.run("pseudonym", "--config", config, "--set", "pseudonyms.key=short", "x");
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("pseudonyms.key has 5 characters"), ended.errors());
    assertNotEquals(PSEUDONYMS.of(GEORGE), PSEUDONYMS.of(BRITT));
    assertNull(System.getenv("NIGHTWARDEN_NO_SUCH_KEY"));
    ended =
        Commands.run(
            "pseudonym",
            "--config",
            config,
            "--set",
            "pseudonyms.key=${NIGHTWARDEN_NO_SUCH_KEY}",
            "x");
    assertEquals(2, ended.code());
    assertTrue(
        ended.errors().contains("the environment variable NIGHTWARDEN_NO_SUCH_KEY is not set"),
        ended.errors());
  }

  @Test
  void refusesSettingsThatDoNotGoWithPseudonyms() throws IOException {
    refusedAtOnce(
        "profiles.logins.matches=user <> 'root'",
        "profiles.logins.matches compares user with \"root\", but has pseudonyms there: write the"
            + " name's, as nightwarden pseudonym prints it");
    refusedAtOnce("profiles.logins.matches=who LIKE 'adm-%'", "compares who with \"adm-%\"");
    refusedAtOnce(
        "features.flags=[{type: sql, name: f, data_needed: [user], expression: \"user = 'root'\"}]",
        "features.flags[0].expression compares user with \"root\"");
    refusedAtOnce(
        "profiles.ssh.actor_sql=lower(host)",
        "profiles.ssh.actor_sql reads host, none of which pseudonyms.paths names");
    refusedAtOnce(
        "transports.logins.types={team: long}",
        "pseudonyms hides team, which is a long in transports.logins");
    Ended ended =
        Commands.run(
            "pseudonym",
            "--config",
            hiddenConfig(),
            "--set",
            "profiles.logins.matches=user <> '" + PSEUDONYMS.of("root") + "'",
            "x");
    assertEquals(0, ended.code(), ended.errors());
  }

  private void refusedAtOnce(String setting, String why) throws IOException {
    Ended ended = Commands.run("pseudonym", "--config", hiddenConfig(), "--set", setting, "x");
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().contains(why), ended.errors());
  }
}
