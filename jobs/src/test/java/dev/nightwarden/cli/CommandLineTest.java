package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.NightwardenFunctions;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.sql.SqlFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the command line answers before Spark is there. */
class CommandLineTest {
  private static final String CONFIG =
      """
      warehouse: %1$s/warehouse
      transports:
        logins: {type: files, path: "%1$s/logs/*.json", format: json, time: time, id: id}
      profiles:
        logins:
          actor: user
          fields: {city: {type: single}}
      shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
      """;

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void functionsAreListedByNameOrByAPartOfIt() {
    Ended listed = Commands.run("functions", "LABEL", "optional");

    assertEquals(0, listed.code(), listed.errors());
    assertEquals(
        """
        optional_score(seen, total, missing)  (double)
          How odd a value is that few messages carry, in [0, 1]: 0 for one seen before, 1 for a \
        first message, otherwise the share of messages without any value.
          A null seen stands for a missing value and gives 0; total and missing are never null.
            seen: bigint, in how many earlier messages the actor showed this value; null: no value
            total: bigint, how many earlier messages of the actor there are
            missing: bigint, how many of those messages had no value
            optional_score(0, 4, 3) gives 0.75
            optional_score(1, 4, 3) gives 0.0
        label_count(name)  (int)
          How many labels a name has; 0 for an empty one.
          A null name gives null.
            name: string, the name of a host or domain
            label_count('www.example.com.') gives 3
        """,
        listed.out());

    String all = Commands.run("functions").out();
    for (SqlFunction function : NightwardenFunctions.all()) {
      assertTrue(("\n" + all).contains("\n" + function.usage() + "  ("), function::usage);
    }
    refuses("no function matches [nosuch]; without names all functions are", "functions", "nosuch");
  }

  @Test
  void aMissingConfigIsNamed() {
    refuses(
        "--config nope.yml: there is no such file; without --config the first of these is read: ",
        "run",
        "--config",
        "nope.yml");
  }

  @Test
  void tabsAreNamedForWhatTheyAre() throws IOException {
    String file = write("tabs.yml", "warehouse: out\ntransports:\n\tlogins: {}\n");

    refuses(file + ":3: is indented with a tab; YAML wants spaces", "run", "--config", file);
  }

  @Test
  void duplicateKeysAreNamedWithBothLines() throws IOException {
    String file = write("twice.yml", CONFIG.formatted(folder) + "late_days: 1\nlate_days: 2\n");

    refuses(file + ":10: late_days is there twice; first at line 9", "run", "--config", file);
  }

  @Test
  void anAnchorBombIsDefused() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%1$d: &a%1$d [%2$s, %2$s]\n".formatted(i, before));
    }
    String file = write("bomb.yml", bomb.toString());

    refuses(file + ":10: more than 16 aliases; write the values out", "run", "--config", file);
  }

  @Test
  void anUnknownKeyIsNamedWithLineAndPathAndTheNearest() throws IOException {
    String file = write("key.yml", CONFIG.formatted(folder).replace("actor:", "acter:"));

    refuses(
        file + ":6: profiles.logins.acter is not a key; did you mean actor? keys: [transports,",
        "collect",
        "--config",
        file);
  }

  @Test
  void anUnknownTypeListsTheKnownOnes() throws IOException {
    String file = write("type.yml", CONFIG.formatted(folder).replace("type: csv", "type: cvs"));

    refuses(
        file
            + ":8: shippers.csv.type: \"cvs\" is not a shipper; did you mean csv? known: [csv,"
            + " jsonl, parquet, delta, postgres, opensearch, slack, email, webhook, log]",
        "ship",
        "--config",
        file);
  }

  @Test
  void anOverrideIsCheckedAsTheFileIs() throws IOException {
    refuses(
        "--set profiles.logins.analyzer.decoy=1: profiles.logins.analyzer.decoy is not a key; did"
            + " you mean decay? keys: [weight, decay, threshold]",
        "run",
        "--config",
        config(),
        "--set",
        "profiles.logins.analyzer.decoy=1");
  }

  @Test
  void aMissingVariableIsNamed() throws IOException {
    refuses(
        "database.password: the environment variable NO_SUCH_VARIABLE is not set",
        "run",
        "--config",
        config(),
        "--set",
        "database.password=${NO_SUCH_VARIABLE}");
  }

  @Test
  void datesThatMakeNoSenseAreRefused() throws IOException {
    String file = config();
    assertAll(
        () ->
            refuses(
                "--from 2025-03-04 is after --to 2025-03-01; give the earlier date first",
                "run",
                "--config",
                file,
                "--from",
                "2025-03-04",
                "--to",
                "2025-03-01"),
        () -> refuses("--to needs --from", "run", "--config", file, "--to", "2025-03-01"),
        () ->
            refuses(
                "backfill needs its first date, and may have a last: --from 2024-01-01"
                    + " --to 2024-12-31",
                "backfill",
                "--config",
                file),
        () ->
            refuses(
                "--date cannot be combined with --from or --to; for several dates give"
                    + " --from and --to",
                "run",
                "--config",
                file,
                "--date",
                "2025-03-01",
                "--from",
                "2025-03-01"),
        () ->
            refuses(
                "'--date': \"2025-02-30\" is not a date such as 2025-03-14",
                "run",
                "--date",
                "2025-02-30"),
        () ->
            refuses(
                "'--from': \"yesterday\" is not a date such as 2025-03-14",
                "backfill",
                "--from",
                "yesterday"));
  }

  @ParameterizedTest
  @CsvSource({
    "run,         [--notify] [--retry], notifications in the first run",
    "backfill,    [--notify] [--retry], Also sends notifications of what it finds.",
    "ingest,      [--retry],            files again that were held back for too many",
    "ship,        [--notify],           notifications in the first run",
    "train,       '',                   ''",
    "collect,     '',                   ''",
    "investigate, '',                   ''",
  })
  void whatAJobCanBeAskedForBesideDatesIsInItsHelp(String command, String options, String what) {
    String help = Commands.run(command, "--help").out();
    String switches = options.isEmpty() ? "[-hv]" : "[-hv] " + options;

    assertTrue(help.startsWith("Usage: nightwarden %s %s [-c=FILE]".formatted(command, switches)));
    assertTrue(help.contains(what), help);
  }

  @Test
  void unknownCommandsAndOptionsAreNamed() {
    assertAll(
        () -> refuses("runn is not a command; did you mean run?", "runn"),
        () ->
            refuses(
                "commands: [run, backfill, poll, ingest, train, collect, investigate, ship, ",
                "xyz"),
        () -> refuses("--confg is not an option; did you mean --config?", "run", "--confg", "x"),
        () -> refuses("unexpected argument 2025-03-01", "run", "2025-03-01"),
        () -> refuses("nightwarden run --help", "run", "--nope"));
  }

  @Test
  void withoutACommandItShowsWhatThereIs() {
    Ended ended = Commands.run();

    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("Usage: nightwarden"), ended.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "backfill", "ingest", "train", "collect", "investigate", "ship"})
  void everyCommandExplainsItself(String command) {
    Ended ended = Commands.run(command, "--help");

    assertEquals(0, ended.code(), ended.errors());
    assertTrue(ended.out().startsWith("Usage: nightwarden " + command), ended.out());
    for (String option :
        List.of("--config", "--set", "--date", "--from", "--to", "-v", "--log-file")) {
      assertTrue(ended.out().contains(option), () -> option + " in " + ended.out());
    }
    assertTrue(Commands.run("--help").out().contains("\n  " + command + " "), command);
  }

  @Test
  void whatIsNoEventIdIsNotLookedFor() throws IOException {
    String file = config();
    assertAll(
        () ->
            refuses(
                "--event \"abc\" is not an event id; ids are 32 hexadecimal digits, as in"
                    + " the column",
                "explain",
                "--config",
                file,
                "--event",
                "abc"),
        () -> refuses("Missing required option: '--event=ID'", "explain", "--config", file),
        () ->
            assertTrue(
                Commands.run("explain", "--help").out().startsWith("Usage: nightwarden explain")));
  }

  @Test
  void theVersionIsOneLine() {
    assertEquals("nightwarden development\n", Commands.run("--version").out());
  }

  @Test
  void aLogFileThatCannotBeWrittenIsRefused() throws IOException {
    String file = config();
    assertAll(
        () ->
            refuses(
                "--log-file " + folder + " cannot be written: it is a folder",
                "run",
                "--config",
                file,
                "--log-file",
                folder.toString()),
        () ->
            refuses(
                "--log-file " + file + "/night.log cannot be written: ",
                "run",
                "--config",
                file,
                "--log-file",
                file + "/night.log"));
  }

  @Test
  void aFailureIsInTheLogFileToo() throws IOException {
    Path log = folder.resolve("logs/of/night.log");
    String file =
        write("two.yml", CONFIG.formatted(folder).replace("actor:", "acter:") + "late_days: x\n");

    Ended ended = Commands.run("run", "--config", file, "--log-file", log.toString());

    assertEquals(2, ended.code(), ended.errors());
    List<String> lines = Files.readAllLines(log);
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).matches(".* ERROR .*:6: profiles.logins.acter is not a key.*"));
    assertTrue(lines.get(1).contains("late_days"), lines.get(1));
  }

  @Test
  void sqlThatDoesNotParseIsToldWithItsKeyAndPlace() throws IOException {
    String file = config();
    assertAll(
        () ->
            refuses(
                "profiles.logins.matches does not parse as SQL: [PARSE_SYNTAX_ERROR] Syntax error",
                "run",
                "--config",
                file,
                "--set",
                "profiles.logins.matches=user ="),
        () ->
            refuses(
                "profiles.logins.matches must not call reflect, which reaches outside the message",
                "run",
                "--config",
                file,
                "--set",
                "profiles.logins.matches=reflect('java.lang.System', 'exit', 1) = ''"));
  }

  @Test
  void typesThatDisagreeAreRefused() throws IOException {
    String file =
        write(
            "types.yml",
            """
            warehouse: %1$s/warehouse
            transports:
              a: {type: files, path: "%1$s/a", time: t, types: {bytes: long}}
              b: {type: files, path: "%1$s/b", time: t, types: {bytes: double}}
            profiles: {all: {actor: user, fields: {city: {type: single}}}}
            """
                .formatted(folder));

    refuses(
        file
            + ":5: profiles.all reads transports that declare different types for bytes: bigint and"
            + " double",
        "run",
        "--config",
        file);
  }

  /** Spark takes seconds to start, and a mistake in a config should not. */
  @Test
  void configsAreRefusedBeforeSparkStarts() throws Exception {
    Loading loading =
        inItsOwnProcess(
            "run", "--config", config(), "--set", "profiles.logins.matches=now() > event_time");

    assertEquals(2, loading.code(), loading.output());
    assertTrue(loading.output().contains("matches must not call now"), loading.output());
    assertTrue(loading.loads(Nightwarden.class.getName()));
    assertFalse(
        loading.loads(Class.forName("org.apache.spark.rpc.netty.NettyRpcEnv").getName()),
        "of every Spark context");
  }

  /** The log takes as long to start as all else that help needs. */
  @Test
  void helpComesWithoutALog() throws Exception {
    Loading loading = inItsOwnProcess("run", "--help");

    assertEquals(0, loading.code(), loading.output());
    assertTrue(loading.output().contains("--retry"), loading.output());
    assertTrue(loading.loads(RunCommand.class.getName()));
    assertFalse(loading.loads(LoggerFactory.class.getName()));
  }

  /** What a process of its own printed, and the classes that it loaded. */
  private record Loading(int code, String output, String classes) {
    boolean loads(String name) {
      return classes.contains(" " + name + " ");
    }
  }

  private Loading inItsOwnProcess(String... arguments) throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                Nightwarden.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    return new Loading(process.exitValue(), Files.readString(output), Files.readString(loaded));
  }

  private String config() throws IOException {
    return write("config.yml", CONFIG.formatted(folder));
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static void refuses(String message, String... args) {
    Ended ended = Commands.run(args);
    assertTrue(ended.errors().contains(message), ended.errors());
    assertEquals(2, ended.code(), ended.errors());
    assertTrue(ended.errors().startsWith("nightwarden: "), ended.errors());
    assertTrue(ended.errors().lines().count() <= 3, ended.errors());
    assertEquals("", ended.out());
  }
}
