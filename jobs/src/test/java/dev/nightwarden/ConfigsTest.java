package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ship.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code configs/}. */
class ConfigsTest {
  private static final Path FOLDER = Path.of("..", "configs");

  /** What the examples ask of the environment. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SLACK_TOKEN", "xoxp-1",
          "SLACK_BOT_TOKEN", "xoxb-1",
          "GOOGLE_KEY_FILE", "/etc/google.json");

  static List<Path> configs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void isWholeAndWritesWhereItsTransportSays(Path file) {
    String name = file.getFileName().toString().replace(".yml", "");
    Config config =
        new ConfigReader(Registry.load(), ENVIRONMENT).read(file, List.of(), Config.class).config();

    new Application(config).check(SharedSpark.session());

    assertInstanceOf(Csv.class, config.shippers().get("csv"), "the csv shipper is named csv");
    assertEquals(1, config.shippers().values().stream().filter(Csv.class::isInstance).count());
    String transport =
        Map.of("example", "logins", "counts", "logins", "zeek", "conn", "saas", "slack")
            .getOrDefault(name, name);
    assertTrue(config.transports().containsKey(transport), () -> config.transports().toString());
    assertTrue(config.warehouse().startsWith("out/"), config.warehouse());
    assertTrue(((Csv) config.shippers().get("csv")).filename().startsWith("out/"));
  }

  @Test
  void thereIsOneForEachUse() throws IOException {
    assertEquals(
        List.of(
            "cloudtrail.yml",
            "counts.yml",
            "dns.yml",
            "example.yml",
            "heartbeat.yml",
            "saas.yml",
            "ssh.yml",
            "windows.yml",
            "zeek.yml"),
        configs().stream().map(file -> file.getFileName().toString()).toList());
  }
}
