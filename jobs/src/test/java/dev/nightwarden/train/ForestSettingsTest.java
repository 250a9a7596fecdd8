package dev.nightwarden.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForestSettingsTest {
  @Test
  void everyKeyHasADefault() {
    ForestSettings forest = read("{}");

    assertEquals(100, forest.trees());
    assertEquals(256, forest.samples());
    assertEquals(0, forest.share(), "auto");
    assertEquals(20, forest.minEvents());
    assertEquals(7, forest.retrainDays());
    assertEquals(35, forest.keepDays());
    assertEquals(
        List.of("hour:HOUR", "network:OWNER", "place:PLACE", "user_agent:USER_AGENT"),
        List.of(ForestEvents.featureCols(forest.watched())));
  }

  @Test
  void namedFeaturesStandInPlaceOfTheDefaultInTheOrderOfTheirNames() {
    ForestSettings forest =
        read("{contamination: 0.01, features: {b: {kind: category, key: x.y}, a: {kind: number}}}");

    assertEquals(0.01, forest.share());
    assertEquals(
        List.of("a:NUMBER", "b:CATEGORY"), List.of(ForestEvents.featureCols(forest.watched())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          contamination: 0.6            | forest.contamination is 0.6; allowed: auto, or a number in (0, 0.5]
          contamination: 0              | forest.contamination is 0; allowed: auto, or a number in (0, 0.5]
          contamination: [0.1]          | forest.contamination is [0.1]; allowed: auto, or a number in (0, 0.5]
          contamination: atuo           | forest.contamination is atuo; allowed: auto, or a number in (0, 0.5]
          trees: 0                      | forest.trees is 0; allowed: a number in [1, 10000]
          keep_days: 5                  | forest.keep_days is 5; allowed: at least retrain_days, 7, or
          kind: extended_               | forest.kind: "extended_"
          verb: ''                      | forest.verb allowed: 1 to 40 printable characters
          tree: 5                       | forest.tree is not a key; did you mean trees?
          features: {a: {}}             | forest.features.a.kind is missing
          features: {a: {kind: city}}   | forest.features.a.kind: "city"
          features: {_a: {kind: number}} | forest.features has the name "_a"; allowed: up to 100 letters
          features: {a: {kind: number}, A: {kind: number}} | forest.features has A and a, which differ by case
          features: {a: {kind: hour, key: t}} | forest.features.a.key is t; a feature of kind hour takes the
          """)
  void whatCannotBeIsRefused(String settings, String problem) {
    ConfigException refused = assertThrows(ConfigException.class, () -> read("{" + settings + "}"));

    assertTrue(
        refused.getMessage().contains("profiles.logins." + problem), () -> refused.getMessage());
  }

  private static ForestSettings read(String forest) {
    String yaml =
        """
        transports: {logins: {path: logs, time: time}}
        profiles:
          logins:
            actor: user
            fields: {city: {}}
            forest: %s
        """
            .formatted(forest);
    return new ConfigReader(Registry.load(), Map.of())
        .read("c.yml", yaml.getBytes(StandardCharsets.UTF_8), List.of(), Config.class)
        .config()
        .profiles()
        .get("logins")
        .forest();
  }
}
