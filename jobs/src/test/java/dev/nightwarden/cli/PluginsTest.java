package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.ship.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Path config = config(folder.resolve("gone.jar"));
    Ended run = Commands.run("run", "--config", config.toString());
    assertEquals(2, run.code());
    assertTrue(
        run.errors()
            .contains(
                ("transactions.yml:8: plugins[0]: there is no file %s; expected: the path"
                            + " of a jar, or")
                        .formatted(folder.resolve("gone.jar"))
                    + " Maven coordinates (group:artifact:version)"),
        run.errors());
  }

  @Test
  void coordinatesThatCannotBeResolvedAreNamed() throws IOException {
    Path config = config(jar());
    Files.writeString(
        config,
        Files.readString(config)
            .replaceAll("(?m)^plugins: .*$", "plugins: [\"no.such.group:nothing:1.0\"]"));
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

  private Path config(Path jar) throws IOException {
    String yaml =
        Files.readString(EXAMPLE.resolve("transactions.yml"))
            .replaceAll("(?m)^plugins: .*$", "plugins: [\"%s\"]".formatted(jar))
            .replace("out/transactions/warehouse", folder.resolve("warehouse").toString())
            .replace("out/transactions/alerts.csv", folder.resolve("alerts.csv").toString())
            .replace("test-data/plugin-transactions/", EXAMPLE.toAbsolutePath() + "/");
    return Files.writeString(folder.resolve("transactions.yml"), yaml);
  }

  private Path jar() throws IOException {
    Path made =
        TestJars.make(
            folder, EXAMPLE.resolve("src/main/java"), "example.transactions.TransactionTypes");
    return Files.move(
        made, folder.resolve("transactions.jar"), StandardCopyOption.REPLACE_EXISTING);
  }
}
