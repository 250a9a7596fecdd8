package dev.nightwarden.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.config.Sample.Always;
import dev.nightwarden.config.Sample.Chat;
import dev.nightwarden.config.Sample.Database;
import dev.nightwarden.config.Sample.Decay;
import dev.nightwarden.config.Sample.Folder;
import dev.nightwarden.config.Sample.House;
import dev.nightwarden.config.Sample.Level;
import dev.nightwarden.config.Sample.Multi;
import dev.nightwarden.config.Sample.Single;
import dev.nightwarden.config.Sample.Sometimes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static void refuses(String yaml, String... problems) {
    refuses(yaml, Map.of(), problems);
  }

  private static void refuses(String yaml, Map<String, String> environment, String... problems) {
    ConfigException e = assertThrows(ConfigException.class, () -> Sample.read(yaml, environment));
    assertEquals(String.join("\n", problems), e.getMessage());
    assertEquals(List.of(problems), e.problems());
  }

  private static void refuses(byte[] yaml, String problem) {
    ConfigException e = assertThrows(ConfigException.class, () -> Sample.read(yaml, Map.of()));
    assertEquals(problem, e.getMessage());
  }

  private static void refusesSet(String yaml, String option, String problem) {
    ConfigException e = assertThrows(ConfigException.class, () -> Sample.read(yaml, option));
    assertEquals(problem, e.getMessage());
  }

  // What a config may say.

  @Test
  void bindsEveryKindOfKey() {
    House house =
        Sample.read(
                """
                warehouse: s3a://bucket/warehouse
                database: {host: db, port: 0x1F, password: "hunter22"}
                profiles:
                  zoe:
                    actor: user
                    history: 90d
                    fields:
                      city: {key: geo.city, reporter: {type: sometimes, inner: {weight: 0.5}}}
                      device:
                        type: multi
                        keys: [os, browser]
                      plain:
                    analyzer: {weight: 0.1, threshold: 1}
                  adam: {actor: 'host'}
                shippers:
                  out: {type: folder, path: out}
                extra_shippers: [{path: a}, {type: chat, token: t0ken}]
                level: warn
                format: csv
                since: 2026-01-31
                messages:
                  - {user: george, n: 1, big: 123456789012345678901, x: 1.5, ok: true, none: null}
                  - {nested: {list: [1, "2"]}}
                dry_run: true
                seed: 9007199254740993
                share: 1
                days: []
                """)
            .config();

    assertEquals("s3a://bucket/warehouse", house.warehouse());
    assertEquals(new Database("db", 31, "hunter22", 1), house.database());
    assertEquals(new Database("localhost", 5432, null, 1), house.spare());
    assertEquals(List.of("zoe", "adam"), List.copyOf(house.profiles().keySet()));
    Sample.Profile zoe = house.profiles().get("zoe");
    assertEquals(Duration.ofDays(90), zoe.history());
    assertEquals(List.of("city", "device", "plain"), List.copyOf(zoe.fields().keySet()));
    assertEquals(new Single("geo.city", new Sometimes(new Always(0.5))), zoe.fields().get("city"));
    assertEquals(new Multi(List.of("os", "browser")), zoe.fields().get("device"));
    assertEquals(new Single(null, new Always(1.0)), zoe.fields().get("plain"));
    assertEquals(new Decay(0.1, 0.2, 1.0), zoe.analyzer());
    assertEquals(new Decay(0.1, 0.2, 0.5), house.profiles().get("adam").analyzer());
    assertNull(house.profiles().get("adam").history());
    assertEquals(Map.of("out", new Folder("out")), house.shippers());
    assertEquals(
        List.of(new Folder("a"), new Chat("t0ken", Map.of(), "general")), house.extraShippers());
    assertEquals(Level.WARN, house.level());
    assertEquals(LocalDate.of(2026, 1, 31), house.since());
    Map<String, Object> first = house.messages().get(0);
    assertEquals(
        Arrays.asList(
            "george", 1L, new java.math.BigInteger("123456789012345678901"), 1.5, true, null),
        List.copyOf(first.keySet()).stream().map(first::get).toList());
    assertEquals(Map.of("list", List.of(1L, "2")), house.messages().get(1).get("nested"));
    assertTrue(house.dryRun());
    assertEquals(9007199254740993L, house.seed());
    assertEquals(1.0, house.share());
    assertEquals(List.of(), house.days());
  }

  @Test
  void givesDefaultsForWhatIsAbsentOrNull() {
    House house = Sample.read("database: ~\nlevel:\nprofiles: null\n").config();

    assertEquals("out/warehouse", house.warehouse());
    assertNull(house.database());
    assertEquals(Map.of(), house.profiles());
    assertEquals(List.of(), house.extraShippers());
    assertEquals(Level.INFO, house.level());
    assertNull(house.seed());
    assertEquals(List.of(1, 2), house.days());
  }

  @Test
  void readsDurationsInDaysHoursMinutesAndSeconds() {
    for (String text : List.of("2d", "48h", "2880m", "172800s")) {
      assertEquals(
          Duration.ofDays(2),
          Sample.read("profiles: {a: {actor: x, history: %s}}".formatted(text))
              .config()
              .profiles()
              .get("a")
              .history());
    }
  }

  @Test
  void takesUnicodeWindowsLineEndsAndAByteOrderMark() {
    House house = Sample.read("\ufeffwarehouse: \"höhle/😀\"\r\nlevel: debug\r\n").config();

    assertEquals("höhle/😀", house.warehouse());
    assertEquals(Level.DEBUG, house.level());
    refuses(
        "\ufeff# ü\r\nwarehouse: a\r\nlevle: b\r\n",
        "c.yml:3: levle is not a key; did you mean level? keys: [warehouse, database, spare,"
            + " profiles, shippers, extra_shippers, level, format, since, messages, dry_run, seed,"
            + " share, days]");
  }

  @Test
  void followsAFewAliases() {
    House house =
        Sample.read(
                """
                profiles:
                  a: {actor: x, analyzer: &judge {threshold: 0.9}}
                  b: {actor: y, analyzer: *judge}
                """)
            .config();

    assertEquals(house.profiles().get("a").analyzer(), house.profiles().get("b").analyzer());
  }

  // What it may not.

  @Test
  void namesTheNearestKnownKeyForAnUnknownOne() {
    refuses(
        """
        profiles:
          logins:
            actor: user
            analyzer:
              type: exponential_decay
              decoy: 0.1
        """,
        "c.yml:6: profiles.logins.analyzer.decoy is not a key; did you mean decay?"
            + " keys: [weight, decay, threshold]");
    refuses(
        "spare:\n  Passwort: x\n  xyz: 1\n  hosT: a\n",
        "c.yml:2: spare.Passwort is not a key; did you mean password?"
            + " keys: [host, port, password, pin]",
        "c.yml:3: spare.xyz is not a key; keys: [host, port, password, pin]",
        "c.yml:4: spare.hosT is not a key; did you mean host? keys: [host, port, password, pin]");
  }

  @Test
  void namesTheNearestKnownTypeForAnUnknownOne() {
    refuses(
        """
        profiles:
          x:
            actor: a
            fields:
              y:
                reporter:
                  type: alwais
                  nothing: is checked here
              z: {reporter: {type: 5}}
              w: {type: double}
              v: {type: [a]}
        """,
        "c.yml:7: profiles.x.fields.y.reporter.type: \"alwais\" is not a reporter;"
            + " did you mean always? known: [always, sometimes]",
        "c.yml:9: profiles.x.fields.z.reporter.type: 5 is not a reporter;"
            + " known: [always, sometimes]",
        "c.yml:10: profiles.x.fields.w.type: \"double\" is not a field; known: [single, multi]",
        "c.yml:11: profiles.x.fields.v.type: a list is not a field; known: [single, multi]");
    refuses(
        "profiles: {x: {actor: a, analyzer: {type: decay}}}",
        "c.yml:1: profiles.x.analyzer.type: \"decay\" is not an analyzer;"
            + " known: [exponential_decay]");
  }

  @Test
  void wantsATypeWhereThereIsNoDefault() {
    refuses(
        "shippers:\n  a:\n    tpye: folder\n  b: {path: x}\n  c:\n",
        "c.yml:2: shippers.a.type is missing; known: [folder, chat]",
        "c.yml:3: shippers.a.tpye is not a key; did you mean type?",
        "c.yml:4: shippers.b.type is missing; known: [folder, chat]",
        "c.yml:5: shippers.c.type is missing; known: [folder, chat]");
  }

  @Test
  void showsHowToWriteATypeThatStandsAlone() {
    refuses(
        "shippers: {a: folder, b: x}",
        "c.yml:1: shippers.a: \"folder\" is not a mapping; write {type: folder}",
        "c.yml:1: shippers.b: \"x\" is not a mapping");
  }

  @Test
  void refusesValuesOfAnotherType() {
    refuses(
        """
        warehouse: 5
        database: [a]
        profiles: many
        extra_shippers: {a: {path: x}}
        level: wran
        since: 2026-02-30
        dry_run: yes
        seed: 1.5
        share: lots
        days: [1, x, ~]
        spare:
          host: {a: b}
          port: "5432"
        messages: [1]
        """,
        "c.yml:1: warehouse: 5 is not a text; put it in quotes",
        "c.yml:2: database: a list is not a mapping",
        "c.yml:3: profiles: \"many\" is not a mapping",
        "c.yml:4: extra_shippers: a mapping is not a list",
        "c.yml:5: level: \"wran\" is not allowed; did you mean warn? allowed: [debug, info, warn]",
        "c.yml:6: since: \"2026-02-30\" is not a date such as 2026-01-31",
        "c.yml:7: dry_run: \"yes\" is not true or false",
        "c.yml:8: seed: 1.5 is not a whole number",
        "c.yml:9: share: \"lots\" is not a number",
        "c.yml:10: days[1]: \"x\" is not a whole number",
        "c.yml:10: days[2]: an empty value is not a whole number",
        "c.yml:12: spare.host: a mapping is not a text",
        "c.yml:13: spare.port: \"5432\" is not a whole number; take away the quotes",
        "c.yml:14: messages[0]: 1 is not a mapping");
    refuses(
        "profiles: {a: {actor: true, history: 90}, b: {actor: x, history: 90 days}}",
        "c.yml:1: profiles.a.actor: true is not a text; put it in quotes",
        "c.yml:1: profiles.a.history: 90 is not a duration such as 90d, 12h, 15m or 30s",
        "c.yml:1: profiles.b.history: \"90 days\" is not a duration such as 90d, 12h, 15m or 30s");
  }

  @Test
  void refusesNumbersOutOfRange() {
    refuses(
        """
        spare: {port: 0}
        database: {port: 99999999999}
        seed: 99999999999999999999
        share: .inf
        format: jsn
        days: [1, 2, 3, 4]
        profiles:
          a:
            actor: x
            history: 30s
            fields: {f: {reporter: {weight: 2.50}}, g: {type: multi, keys: [one]}}
        """,
        "c.yml:1: spare.port is 0; allowed: a number in [1, 65535]",
        "c.yml:2: database.port: 99999999999 is not a whole number"
            + " from -2147483648 to 2147483647",
        "c.yml:3: seed: 99999999999999999999 is not a whole number"
            + " from -9223372036854775808 to 9223372036854775807",
        "c.yml:4: share: .inf is not a number",
        "c.yml:5: format: \"jsn\" is not allowed; did you mean json? allowed: [json, csv]",
        "c.yml:6: days has 4 entries; allowed: at most 3",
        "c.yml:10: profiles.a.history is \"30s\"; allowed: at least 60, in seconds",
        "c.yml:11: profiles.a.fields.f.reporter.weight is 2.50; allowed: a number in (0, 1]",
        "c.yml:11: profiles.a.fields.g.keys has 1 entry; allowed: at least 2");
  }

  @Test
  void namesWhatIsMissing() {
    refuses(
        """
        profiles:
          a:
            history: 1d
          b:
            actor:
          c:
        """,
        "c.yml:2: profiles.a.actor is missing; wanted: a text",
        "c.yml:5: profiles.b.actor is missing; wanted: a text",
        "c.yml:6: profiles.c.actor is missing; wanted: a text");
  }

  @Test
  void placesWhatARecordRefuses() {
    refuses(
        """
        profiles:
          a:
            actor: x
            analyzer:
              threshold: 0.1
              weight: 0.3
          b:
            actor: x
            analyzer:
              decay: 2
        """,
        "c.yml:6: profiles.a.analyzer.weight is more than threshold",
        "c.yml:9: profiles.b.analyzer: decay above 1 grows");
    refuses("profiles:\n  nobody:\n    actor: x\n", "c.yml:3: profiles.nobody.actor is nobody");
  }

  @Test
  void quotesKeysThatHoldDotsOrOtherSigns() {
    refuses(
        "profiles: {\"a.b\": {}, \"x\\ny\": {}}",
        "c.yml:1: profiles.\"a.b\".actor is missing; wanted: a text",
        "c.yml:1: profiles.\"x\\u{a}y\".actor is missing; wanted: a text");
  }

  @Test
  void boundsAndEscapesWhatWasFound() {
    refuses(
        "share: \"%s\"\n".formatted("x".repeat(500)),
        "c.yml:1: share: \"%s...\" is not a number".formatted("x".repeat(60)));
    refuses(
        "share: \"a\\e[31m\\u202eb\\n\"\n",
        "c.yml:1: share: \"a\\u{1b}[31m\\u{202e}b\\u{a}\" is not a number");
  }

  @Test
  void neverShowsASecret() {
    refuses(
        """
        spare: {password: 12345, pin: 77}
        database: {pin: many}
        shippers:
          a: {type: chat, token: "geheim!"}
          b: {type: chat, token: "k", headers: [geheim]}
          c: {type: chat, token: "!"}
          d: {type: chat, token: "abcd", headers: {a: 5}}
        """,
        "c.yml:1: spare.password: *** is not a text; put it in quotes",
        "c.yml:1: spare.pin is ***; allowed: a number in [1, 9]",
        "c.yml:2: database.pin: *** is not a whole number",
        "c.yml:4: shippers.a.token must not hold a !, but is ***",
        "c.yml:5: shippers.b.headers: a list is not a mapping",
        "c.yml:6: shippers.c.token must not hold a ***, but is ***",
        "c.yml:7: shippers.d.headers.a: *** is not a text; put it in quotes");
  }

  // What is not YAML, or too much of it.

  @Test
  void saysThatYamlWantsSpacesWhereThereAreTabs() {
    refuses("profiles:\n\ta:\n", "c.yml:2: is indented with a tab; YAML wants spaces");
    refuses(
        "profiles:\n  a:\n\t  actor: x\n", "c.yml:3: is indented with a tab; YAML wants spaces");
    refuses(
        "profiles:\n  a:\n  \tactor: x\n", "c.yml:3: is indented with a tab; YAML wants spaces");
    refuses("days:\n- \t- 1\n", "c.yml:2: is indented with a tab; YAML wants spaces");
  }

  @Test
  void placesSyntaxErrors() {
    refuses(
        "level: info\nwarehouse: [a\n",
        "c.yml:3: is not YAML at column 1: while parsing a flow sequence,"
            + " expected ',' or ']', but got <stream end>");
    refuses(
        "level: info\nwarehouse: \"a\n",
        "c.yml:3: is not YAML at column 1: while scanning a quoted scalar,"
            + " found unexpected end of stream");
    refuses("a: b: c\n", "c.yml:1: is not YAML at column 5: mapping values are not allowed here");
  }

  @Test
  void namesBothLinesOfADuplicateKey() {
    refuses(
        "level: info\nspare:\n  port: 1\n  port: 2\nlevel: warn\nseed: x\n",
        "c.yml:4: spare.port is there twice; first at line 3",
        "c.yml:5: level is there twice; first at line 1",
        "c.yml:6: seed: \"x\" is not a whole number");
  }

  @Test
  void refusesAnAnchorBomb() {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'i'; c++) {
      String before = "*" + (char) (c - 1);
      bomb.append(
          "%c: &%c [%s]\n"
              .formatted(c, c, String.join(", ", java.util.Collections.nCopies(9, before))));
    }
    refuses(bomb.toString(), "c.yml:3: more than 16 aliases; write the values out");
    String wide = "a: &a [%s]\n".formatted("1, ".repeat(9_000));
    refuses(
        wide + "b: [%s]\n".formatted("*a, ".repeat(15)),
        "c.yml:2: more than 100000 values, aliases written out");
    refuses("a: *nothing\n", "c.yml:1: the alias *nothing has no anchor before it");
    refuses("a: &a [*a]\n", "c.yml:1: the alias *a has no anchor before it");
  }

  @Test
  void refusesDeepNesting() {
    refuses("days: " + "[".repeat(200_000), "c.yml:1: more than 32 levels of nesting");
    refuses("a:\n".repeat(1) + "  - ".repeat(100), "c.yml:2: more than 32 levels of nesting");
  }

  @Test
  void refusesWhatIsNotOneMapping() {
    refuses("", "c.yml: the file is empty");
    refuses("# only a comment\n\n", "c.yml: the file is empty");
    refuses("---\n~\n", "c.yml: the file is empty");
    String keys =
        "[warehouse, database, spare, profiles, shippers, extra_shippers, level, format, since,"
            + " messages, dry_run, seed, share, days]";
    refuses("\n- a\n", "c.yml:2: a list is not a config; wanted: a mapping with keys of " + keys);
    refuses("hello", "c.yml:1: a text is not a config; wanted: a mapping with keys of " + keys);
    refuses(
        "level: info\n---\nlevel: warn\n",
        "c.yml:2: a second document starts here; a config is one");
  }

  @Test
  void refusesTagsMergesAndKeysThatAreNoTexts() {
    refuses(
        "warehouse: !!str 5\nshippers: !java.net.URL {}\n",
        "c.yml:1: warehouse: the tag !!str; tags are not supported",
        "c.yml:1: warehouse: 5 is not a text; put it in quotes",
        "c.yml:2: shippers: the tag !java.net.URL; tags are not supported");
    refuses(
        "spare: &s {port: 1}\ndatabase:\n  <<: *s\n",
        "c.yml:3: database.\"<<\": merges are not supported; write the keys out");
    refuses("profiles:\n  [a]: b\n", "c.yml:2: profiles: a list or a mapping cannot be a key");
    refuses("profiles: {\"\": {actor: x}}", "c.yml:1: profiles: a key is empty");
  }

  @Test
  void refusesBytesThatAreNoText() {
    refuses(
        "level: info\nwarehouse: höhle\n".getBytes(StandardCharsets.ISO_8859_1),
        "c.yml:2: byte 0xf6 is not UTF-8; save the file as UTF-8");
    refuses(
        "level: info\n".getBytes(StandardCharsets.UTF_16),
        "c.yml:1: byte 0xfe is not UTF-8; save the file as UTF-8");
    refuses("a: 1\nb: \u0000\n", "c.yml:2: character U+0000 is not allowed in YAML");
    refuses(
        Arrays.copyOf("level: h".getBytes(StandardCharsets.UTF_8), 1 << 21),
        "c.yml: the file is larger than 1048576 bytes");
    byte[] cut = {'a', ':', ' ', (byte) 0xc3};
    refuses(cut, "c.yml:1: byte 0xc3 is not UTF-8; save the file as UTF-8");
  }

  @Test
  void refusesAFileThatCannotBeRead(@TempDir Path folder) {
    ConfigReader reader = new ConfigReader(Sample.REGISTRY, Map.of());

    assertEquals(
        folder + ": is a folder; a config is one file",
        assertThrows(ConfigException.class, () -> reader.read(folder, List.of(), House.class))
            .getMessage());
    assertEquals(
        folder.resolve("no.yml") + ": there is no such file",
        assertThrows(
                ConfigException.class,
                () -> reader.read(folder.resolve("no.yml"), List.of(), House.class))
            .getMessage());
  }

  @Test
  void readsAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("c.yml"), "level: warn\n");

    Loaded<House> loaded =
        new ConfigReader(Sample.REGISTRY, Map.of()).read(file, List.of(), House.class);

    assertEquals(Level.WARN, loaded.config().level());
    assertEquals(file.toString(), loaded.source());
  }

  @Test
  void showsAtMostFiftyProblems() {
    StringBuilder yaml = new StringBuilder("profiles:\n");
    for (int i = 0; i < 60; i++) {
      yaml.append("  p%d: {}\n".formatted(i));
    }

    ConfigException e = assertThrows(ConfigException.class, () -> Sample.read(yaml.toString()));

    assertEquals(60, e.problems().size());
    assertEquals(51, e.getMessage().lines().count());
    assertTrue(e.getMessage().endsWith("\nand 10 more"));
  }

  // The environment.

  @Test
  void putsEnvironmentVariablesIntoScalars() {
    Map<String, String> environment =
        Map.of("PORT", "15432", "NAME", "lake", "PW", "12345", "YAML", "a: [b]", "EMPTY", "");

    House house =
        Sample.read(
                """
                warehouse: "s3a://${NAME}/$${NAME}/$x/${NAME}"
                spare: {port: "${PORT}", host: "${YAML}"}
                """,
                environment)
            .config();

    assertEquals("s3a://lake/${NAME}/$x/lake", house.warehouse());
    assertEquals(15432, house.spare().port());
    assertEquals("a: [b]", house.spare().host());
    assertEquals(
        "12345", Sample.read("spare:\n  password: ${PW}", environment).config().spare().password());
    assertEquals(
        "", Sample.read("spare:\n  password: ${EMPTY}", environment).config().spare().password());
    assertEquals(
        List.of(Map.of("n", 12345L, "s", "12345")),
        Sample.read("messages:\n- n: ${PW}\n  s: \"${PW}\"", environment).config().messages());
  }

  @Test
  void neverTakesAValueOfTheEnvironmentForStructure() {
    refuses(
        "days: ${DAYS}\nprofiles: ${DAYS}\n",
        Map.of("DAYS", "[1, 2]"),
        "c.yml:1: days: the value of ${DAYS} is not a list",
        "c.yml:2: profiles: the value of ${DAYS} is not a mapping");
  }

  @Test
  void namesTheMissingVariableItsKeyAndLine() {
    refuses(
        "level: info\nspare:\n  password: \"${POSTGRES_PASSWORD}\"\n",
        "c.yml:3: spare.password: the environment variable POSTGRES_PASSWORD is not set");
    refuses(
        "warehouse: a${b c}\n",
        "c.yml:1: warehouse: \"${b c}\" does not name a variable;"
            + " write ${NAME}, or $${ for ${ itself");
  }

  @Test
  void neverShowsWhatTheEnvironmentGave() {
    refuses(
        """
        spare: {port: "${A}", pin: "${B}"}
        database: {port: "${B}", host: ok}
        level: ${A}
        format: ${A}${B}
        seed: ${EMPTY}
        shippers: {a: {type: "${A}"}, b: {type: chat, token: "${T}"}}
        """,
        Map.of("A", "geheim", "B", "70000", "EMPTY", "", "T", "a!b"),
        "c.yml:1: spare.port: the value of ${A} is not a whole number",
        "c.yml:1: spare.pin is the value of ${B}; allowed: a number in [1, 9]",
        "c.yml:2: database.port is the value of ${B}; allowed: a number in [1, 65535]",
        "c.yml:3: level: the value of ${A} is not allowed; allowed: [debug, info, warn]",
        "c.yml:4: format: the value of ${A} and ${B} is not allowed; allowed: [json, csv]",
        "c.yml:5: seed: the value of ${EMPTY} is not a whole number",
        "c.yml:6: shippers.a.type: the value of ${A} is not a shipper; known: [folder, chat]",
        "c.yml:6: shippers.b.token must not hold a !, but is the value of ${T}");
  }

  @Test
  void remembersWhatMustNotBeShown() {
    Secrets secrets =
        Sample.read(
                "warehouse: ${W}\nspare: {password: \"hunter 22\"}\ndatabase: {password:"
                    + " \"${P}\"}\n",
                Map.of("W", "hunter", "P", "abc"))
            .secrets();

    assertEquals(
        "jdbc://x?password=*** *** *** and abc",
        secrets.mask("jdbc://x?password=hunter+22 hunter hunter 22 and abc"));
    assertNull(secrets.mask(null));
    assertEquals("Secrets[3]", secrets.toString());
  }

  // Options.

  @Test
  void letsOptionsOverrideTheFile() {
    House house =
        Sample.read(
                "spare: {port: 1, host: a}\nprofiles: {a: {actor: x}, b: {actor: y}}\n",
                "spare.port=2",
                "spare.port=3",
                "profiles.a.history=12h",
                "profiles.\"c.d\".actor=user",
                "profiles.\"c.d\".fields.f={type: multi, keys: [a, 'b c']}",
                "database.host=5",
                "warehouse=test-data/*.json",
                "level=warn",
                "days=[7]",
                "profiles.b=null")
            .config();

    assertEquals(3, house.spare().port());
    assertEquals("a", house.spare().host());
    assertEquals(Duration.ofHours(12), house.profiles().get("a").history());
    assertEquals(List.of("a", "c.d"), List.copyOf(house.profiles().keySet()));
    assertEquals(new Multi(List.of("a", "b c")), house.profiles().get("c.d").fields().get("f"));
    assertEquals("5", house.database().host());
    assertEquals("test-data/*.json", house.warehouse());
    assertEquals(List.of(7), house.days());
  }

  @Test
  void takesGlobsAndSqlAsTheyStand() {
    for (String text :
        List.of(
            "/x/*.log",
            "*.json",
            "*",
            "[ab]*.log",
            "[ab]",
            "{a,b}/*.log",
            "{a,b}",
            "outcome = 'success' # no comment",
            "'a' = user",
            "'a' # not a comment",
            "[a] # ]",
            "a: b",
            "a\n---\nb",
            "&x",
            "!tag",
            "- a",
            "@x",
            "`x`",
            "%Y",
            "a=b",
            "\"open",
            "#x",
            "| x",
            "true",
            "5")) {
      assertEquals(text, Sample.read("level: info", "warehouse=" + text).config().warehouse());
    }
    assertEquals("a # b", Sample.read("seed: 1", "warehouse='a # b'").config().warehouse());
    assertEquals("", Sample.read("seed: 1", "warehouse=''").config().warehouse());
    assertEquals(
        "out/warehouse", Sample.read("warehouse: x", "warehouse=null").config().warehouse());
    assertEquals(
        "lake", Sample.read("seed: 1", Map.of("N", "lake"), "warehouse=${N}").config().warehouse());
  }

  @Test
  void namesTheOptionThatIsWrong() {
    String yaml = "profiles: {x: {actor: a}}\nwarehouse: w\n";
    refusesSet(
        yaml,
        "profiles.x.histroy=90d",
        "--set profiles.x.histroy=90d: profiles.x.histroy is not a key; did you mean history?"
            + " keys: [actor, history, fields, analyzer]");
    refusesSet(
        yaml,
        "profiles.x.history=x",
        "--set profiles.x.history=x: profiles.x.history: \"x\" is not a duration such as 90d, 12h,"
            + " 15m or 30s");
    refusesSet(
        yaml,
        "shippers.a.path=b",
        "--set shippers.a.path=b: shippers.a.type is missing; known: [folder, chat]");
    refusesSet(yaml, "days={a: b}", "--set days: days: a mapping is not a list");
    refusesSet(
        yaml,
        "warehouse.a.b=1",
        "--set warehouse.a.b: warehouse is not a mapping, so nothing in it can be set");
    refusesSet(yaml, "warehouse", "--set warehouse: expected KEY.PATH=VALUE");
    refusesSet(
        yaml,
        "warehouse=",
        "--set warehouse: warehouse has no value; write null to unset it, '\"\"' for an"
            + " empty text");
    refusesSet(yaml, "a..b=1", "--set a..b: a part of the key path is empty");
    refusesSet(yaml, "=1", "--set : a part of the key path is empty");
    refusesSet(yaml, "\"a=1", "--set \"a=1: expected KEY.PATH=VALUE");
    refusesSet(yaml, "\"a\"b=1", "--set \"a\"b: expected a dot after a quoted part");
    refusesSet(
        yaml,
        "profiles.y=null",
        "--set profiles.y=null: profiles.y is not there; did you mean x? there are: [x]");
    refusesSet(
        yaml,
        "lvl=null",
        "--set lvl=null: lvl is not a key; keys: [warehouse, database, spare, profiles, shippers,"
            + " extra_shippers, level, format, since, messages, dry_run, seed, share, days]");
    refusesSet(
        yaml,
        "warehouse=${NO}",
        "--set warehouse=${NO}: warehouse: the environment variable NO is not set");
  }

  @Test
  void hidesSecretsInOptions() {
    refusesSet(
        "level: info",
        "spare.pin=77",
        "--set spare.pin=***: spare.pin is ***; allowed: a number in [1, 9]");
    refusesSet(
        "level: info",
        "spare.pasword=hunter2",
        "--set spare.pasword=***: spare.pasword is not a key; did you mean password?"
            + " keys: [host, port, password, pin]");
    refusesSet(
        "level: info",
        "shippers.a={type: chat, token: geheim!}",
        "--set shippers.a: shippers.a.token must not hold a !, but is ***");
    assertEquals(
        "[hunter2]",
        Sample.read("level: info", "spare.password=[hunter2]").config().spare().password());
  }

  @Test
  void reportsProblemsOfTheFileBeforeThoseOfOptions() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> Sample.read("level: x\nseed: y\n", "share=z", "dry_run=q", "a"));

    assertEquals(
        List.of(
            "c.yml:1: level: \"x\" is not allowed; allowed: [debug, info, warn]",
            "c.yml:2: seed: \"y\" is not a whole number",
            "--set share=z: share: \"z\" is not a number",
            "--set dry_run=q: dry_run: \"q\" is not true or false",
            "--set a: expected KEY.PATH=VALUE"),
        e.problems());
  }

  @Test
  void answersAnyTextWithAConfigOrAListOfProblems() {
    String yaml =
        """
        %YAML 1.2
        ---
        warehouse: "a\\tb ${LAKE}"
        spare: {port: 1, password: 'x', host: &h "l"}
        profiles:
          "a.b": {actor: *h, fields: {f: {type: multi, keys: [a, b]}}}
          c:
            actor: |
              text
            history: 9d
        days: [1, 2] # days
        messages:
        - a: 1
          ? b
          : >-
            folded
        """;
    String signs = "\t\n \"'{}[]:,-?#&*!|>%@`$~<\\\u0000\u0085\ufeff😀a1";
    int[] points = signs.codePoints().toArray();
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder changed = new StringBuilder(yaml);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(changed.length());
        String sign = Character.toString(points[random.nextInt(points.length)]);
        changed.replace(at, at + random.nextInt(2), sign);
      }
      String option = "profiles.c.actor=" + changed.substring(random.nextInt(changed.length()));
      try {
        Sample.read(changed.toString(), Map.of("LAKE", "x"), option);
      } catch (ConfigException e) {
        refused++;
        assertTrue(
            e.problems().stream().allMatch(p -> p.startsWith("c.yml") || p.startsWith("--set")),
            e.getMessage());
      }
    }
    assertTrue(refused > 1_000 && refused < 4_990, refused + " refused");
  }
}
