package dev.nightwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.config.PluginServices;
import dev.nightwarden.ship.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** The example plug-in, made into a jar and named in a config. */
class PluginsTest {
  private static final Path EXAMPLE = Path.of("../test-data/plugin-transactions");

  @TempDir Path folder;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void giveTheClassPathBack() {
    Thread.currentThread().setContextClassLoader(before);
    System.clearProperty(PluginJars.SPARK_JARS);
  }

  @AfterAll
  static void giveLogBack() {
    Commands.restoreLogging();
  }

  @Test
  void aJarBringsFiltersAndFlagsThatAConfigNames() throws IOException {
    Path config = config(jar());
    Ended listed = Commands.run("plugins", "--config", config.toString(), "cash", "drop");
    assertEquals(0, listed.code(), listed.errors());
    assertEquals(
        """
        filter
          drop_below  (transactions.jar)
            Drops records whose amount is below a minimum.
              amount: a number, required. The least amount that is kept.

        flag
          large_cash_out  (transactions.jar)
            A large sum leaves an account in cash.
              from: a number, more than 0, default 10000. The amount from which a cash-out is large.
              kind: a text, default CASH_OUT. How the log calls a cash-out.
        """,
        listed.out());

    Ended run = Commands.runJob(folder, "run", "--config", config.toString());
    assertEquals(0, run.code(), run.errors());
    assertTrue(
        Commands.log(folder).contains("filter drop_below dropped 1 of 7 records"),
        Commands.log(folder));
    List<List<String>> alerts = CsvText.parse(Files.readString(folder.resolve("alerts.csv")));
    int reason = alerts.get(0).indexOf("reason");
    assertEquals(
        List.of("C300 took out 64000.0 in cash", "C500 took out 50000.0 in cash"),
        alerts.stream().skip(1).map(row -> row.get(reason)).sorted().toList());
  }

  @Test
  void withoutItsJarATypeIsUnknown() throws IOException {
    Path config = config(jar());
    Files.writeString(
        config, Files.readString(config).replaceAll("(?m)^plugins: .*$", "plugins: []"));
    Ended run = Commands.run("run", "--config", config.toString());
    assertEquals(2, run.code());
    assertTrue(
        run.errors().contains("\"drop_below\" is not a filter; known: [remove_match,"),
        run.errors());
  }

  @Test
  void aJarThatIsNotThereIsNamedWithItsPlace() throws IOException {
    Path config = config(Path.of("gone.jar"));
    Ended run = Commands.run("run", "--config", config.toString());
    assertEquals(2, run.code());
    assertTrue(
        run.errors()
            .contains(
                ("transactions.yml:8: plugins[0]: there is no file %s; expected: the path"
                            + " of a jar, or")
                        .formatted(Path.of("gone.jar").toAbsolutePath())
                    + " Maven coordinates (group:artifact:version)"),
        run.errors());
  }

  @Test
  void aJarWithoutAServicesFileIsRefusedUnlessAnotherMayNeedIt() throws IOException {
    Path library = Files.createDirectories(folder.resolve("lib")).resolve("library.jar");
    writeJar(library, "some/Library.class", "");
    Ended run = listed("--config", config(library).toString(), "cash");
    assertEquals(2, run.code());
    assertTrue(
        run.errors()
            .contains(
                "transactions.yml:8: plugins[0]: library.jar brings no types: it has no"
                    + " META-INF/services/dev.nightwarden.plugin.Plugin"),
        run.errors());

    Path config = config(jar());
    Files.writeString(
        config,
        Files.readString(config).replace("plugins: [", "plugins: [\"%s\", ".formatted(library)));
    Ended listed = listed("--config", config.toString(), "cash");
    assertEquals(0, listed.code(), listed.errors());
    assertTrue(listed.out().contains("large_cash_out"), listed.out());

    Path text = Files.writeString(folder.resolve("text.jar"), "not a jar");
    run = listed("--config", config(text).toString());
    assertEquals(2, run.code());
    assertTrue(
        run.errors().contains("plugins[0]: %s cannot be read as a jar: ".formatted(text)),
        run.errors());
  }

  @Test
  void aClassThatAServicesFileNamesWronglyIsNamedWithItsJar() throws IOException {
    Path jar = folder.resolve("hours.jar");
    writeJar(jar, PluginServices.FILE, "my.hours.Nope\n");
    Ended run = listed("--config", config(jar).toString());
    assertEquals(2, run.code());
    assertTrue(
        run.errors()
            .contains(
                "a plug-in cannot be loaded: %s of hours.jar: ".formatted(PluginServices.FILE)
                    + "dev.nightwarden.plugin.Plugin: Provider my.hours.Nope not found"),
        run.errors());
  }

  @Test
  void ofCoordinatesTheArtifactItselfHasToBringTypes() throws IOException {
    publish("library", "some/Library.class", "", "");
    publish("rules", PluginServices.FILE, "", dependency("library"));
    publish("forgetful", "some/Rule.class", "", dependency("rules"));
    System.setProperty("spark.jars.ivy", folder.resolve("ivy").toString());
    System.setProperty("spark.jars.ivySettings", ivyWithoutNetwork().toString());
    try {
      Ended listed = listed("--config", coordinates("rules") + "", "csv");
      assertEquals(0, listed.code(), listed.errors());

      Ended run = listed("--config", coordinates("forgetful") + "", "csv");
      assertEquals(2, run.code());
      assertTrue(
          run.errors().contains("plugins[0]: my.rules_forgetful-1.0.jar brings no types: it has"),
          run.errors());
    } finally {
      System.clearProperty("spark.jars.ivy");
      System.clearProperty("spark.jars.ivySettings");
    }
  }

  @Test
  void coordinatesThatCannotBeResolvedAreNamed() throws IOException {
    Path config = config("no.such.group:nothing:1.0");
    System.setProperty("spark.jars.ivy", folder.resolve("ivy").toString());
    System.setProperty("spark.jars.ivySettings", ivyWithoutNetwork().toString());
    try {
      Ended run = Commands.run("run", "--config", config.toString());
      assertEquals(2, run.code());
      assertTrue(
          run.errors().contains("plugins[0]: no.such.group:nothing:1.0 cannot be resolved:"),
          run.errors());
    } finally {
      System.clearProperty("spark.jars.ivy");
      System.clearProperty("spark.jars.ivySettings");
    }
  }

  @Test
  void listsEveryBuiltInTypeWithItsKeys() {
    Ended listed = Commands.run("plugins");
    assertEquals(0, listed.code(), listed.errors());
    for (String point :
        List.of(
            "reporter",
            "transport",
            "collector",
            "analyzer",
            "shipper",
            "filter",
            "metric",
            "flag",
            "cluster engine")) {
      assertTrue(("\n" + listed.out()).contains("\n" + point + "\n"), point);
    }
    assertFalse(listed.out().contains("direct flag"), "is a flag already");
    assertTrue(listed.out().contains("      decay: a number in ["), listed.out());
    Set<String> once = new HashSet<>();
    List<String> twice =
        Pattern.compile("\n  \\w+  \\(.*\\)\n    .*")
            .matcher(listed.out())
            .results()
            .map(MatchResult::group)
            .filter(type -> !once.add(type))
            .toList();
    assertEquals(List.of(), twice, "types listed twice");
  }

  @Test
  void wordsThatNoTypeHasAreToldWhereJarsComeFrom() throws IOException {
    Ended listed = Commands.run("plugins", "nosuchword");
    assertEquals(2, listed.code());
    assertTrue(
        listed
            .errors()
            .contains(
                "no type matches [nosuchword]; without words all types are listed; to list those"
                    + " of a jar, give the config that names it: --config FILE"),
        listed.errors());

    listed = Commands.run("plugins", "--config", config(jar()).toString(), "nosuchword");
    assertEquals(2, listed.code());
    assertFalse(listed.errors().contains("--config"), listed.errors());
  }

  private Path ivyWithoutNetwork() throws IOException {
    Path settings = folder.resolve("ivysettings.xml");
    Files.createDirectories(folder.resolve("repository"));
    return Files.writeString(
        settings,
        """
        <ivysettings>
          <settings defaultResolver="here"/>
          <resolvers><ibiblio name="here" m2compatible="true" root="%s"/></resolvers>
        </ivysettings>
        """
            .formatted(folder.resolve("repository").toUri()));
  }

  private Path coordinates(String artifact) throws IOException {
    return config("my.rules:%s:1.0".formatted(artifact));
  }

  /** Puts an artifact with one file into the repository of {@link #ivyWithoutNetwork}. */
  private void publish(String artifact, String entry, String text, String dependencies)
      throws IOException {
    Path version =
        Files.createDirectories(folder.resolve("repository/my/rules/%s/1.0".formatted(artifact)));
    writeJar(version.resolve(artifact + "-1.0.jar"), entry, text);
    Files.writeString(
        version.resolve(artifact + "-1.0.pom"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>my.rules</groupId>
          <artifactId>%s</artifactId>
          <version>1.0</version>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(artifact, dependencies));
  }

  private static String dependency(String artifact) {
    return """
        <dependency>
          <groupId>my.rules</groupId>
          <artifactId>%s</artifactId>
          <version>1.0</version>
        </dependency>
        """
        .formatted(artifact);
  }

  private static void writeJar(Path jar, String entry, String text) throws IOException {
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      entries.putNextEntry(new JarEntry(entry));
      entries.write(text.getBytes(UTF_8));
      entries.closeEntry();
    }
  }

  private Path config(Path jar) throws IOException {
    return config(jar.toString());
  }

  private Path config(String plugin) throws IOException {
    String yaml =
        Files.readString(EXAMPLE.resolve("transactions.yml"))
            .replaceAll("(?m)^plugins: .*$", "plugins: [\"%s\"]".formatted(plugin))
            .replace("out/transactions/warehouse", folder.resolve("warehouse").toString())
            .replace("out/transactions/alerts.csv", folder.resolve("alerts.csv").toString())
            .replace("test-data/plugin-transactions/", EXAMPLE.toAbsolutePath() + "/");
    return Files.writeString(folder.resolve("transactions.yml"), yaml);
  }

  /** Where no session is there, which would want the jars for good: they go with their folder. */
  private static Ended listed(String... options) {
    Option<SparkSession> there = SparkSession.getDefaultSession();
    SparkSession.clearDefaultSession();
    try {
      return Commands.run(
          Stream.concat(Stream.of("plugins"), Stream.of(options)).toArray(String[]::new));
    } finally {
      if (there.isDefined()) {
        SparkSession.setDefaultSession(there.get());
      }
    }
  }

  private Path jar() throws IOException {
    Path made =
        TestJars.make(
            folder, EXAMPLE.resolve("src/main/java"), "example.transactions.TransactionTypes");
    return Files.move(
        made, folder.resolve("transactions.jar"), StandardCopyOption.REPLACE_EXISTING);
  }
}
