package dev.nightwarden.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Hashes;
import dev.nightwarden.config.Registry;
import dev.nightwarden.feature.cluster.ForestEngine;
import dev.nightwarden.feature.cluster.GowerEngine;
import dev.nightwarden.feature.filter.RemoveMatch;
import dev.nightwarden.feature.flag.InList;
import dev.nightwarden.feature.flag.NotInList;
import dev.nightwarden.feature.metric.Alexa1mRating;
import dev.nightwarden.feature.metric.PopularityRankMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSettingsTest {
  private static final String FLAG = "flags: [{type: sql, name: big, expression: 'true'}]\n";

  @TempDir Path folder;

  @Test
  void readsTheShapeThatAnomalsUsersKnow() {
    FeatureSettings section =
        Sections.of(
            """
            filters:
              - name: remove_match
                data_needed: dns.question.name
                params:
                  keyword: articulo.mercadolibre.com.ar
            features:
              - type: field
                data_needed: client.bytes
                name: client.bytes
                multiplier: 2
              - type: metric
                data_needed: dns.question.name
                name: alexa_1m_rating
            flags:
              - type: direct
                name: has_dns_data_b64_encoded
                data_needed: dns.answers.data, source.ip
                description: This finds data in answers.
                message: Look at {dns.answers.data}
                severity: low
            """);
    assertEquals(
        new RemoveMatch("articulo.mercadolibre.com.ar", false), section.filters().get(0).params());
    assertEquals(List.of("client.bytes"), section.features().get(0).dataNeeded());
    assertEquals(2, section.features().get(0).multiplier());
    assertEquals(new Alexa1mRating("built-in"), section.features().get(1).params());
    FlagSettings flag = section.flags().get(0);
    assertEquals(List.of("dns.answers.data", "source.ip"), flag.dataNeeded());
    assertInstanceOf(DirectFlag.class, flag.params());
    assertEquals(Level.LOW, flag.severity());
    assertEquals(Level.MEDIUM, section.minSeverity());
  }

  @Test
  void aMetricMayHaveANameOfItsOwn() {
    FeatureEntry rank =
        Sections.of(
                """
                features:
                  - type: metric
                    name: how_popular
                    metric: popularity_rank
                    data_needed: [name]
                    params: {list: names.csv}
                clusters: {engine: {type: forest, trees: 50}}
                """)
            .features()
            .get(0);
    assertEquals(new PopularityRankMetric("names.csv"), rank.params());
  }

  @Test
  void typesThatShareABodyAreKnownByTheirOwnNames() {
    String file = "../test-data/README.md";
    Map<Record, String> hashes =
        Map.of(
            new InList(file, false),
            "283f0c3e3070257f2ea056900018bbfd911ddccd93440bf850f02ae341dc1d61",
            new NotInList(file, false),
            "63aac268ded908bd292fe77152569a3a64fb1a101d812c3afdf781e72e477556",
            new PopularityRankMetric("built-in"),
            "8689b2471fee81e3e71c6a35fbe25e43a385f8ec651f7d0b569d9d09a200e1f8",
            new Alexa1mRating("built-in"),
            "2c56140cbafbc1c3a82ff2bb17427fd7979b0274d9ff90eb9f30058b98f70fdc");
    hashes.forEach((settings, hash) -> assertEquals(hash, Hashes.of(settings), settings::toString));
  }

  @Test
  void anEngineHasItsOwnKeys() {
    String features = "features: [{type: field, name: a, data_needed: a}]\n";
    assertEquals(
        new GowerEngine(2000, 2, 0), Sections.of(features + "clusters: {}").clusters().engine());
    assertEquals(
        new ForestEngine(50, 256, 0.7, 10_000, 0),
        Sections.of(features + "clusters: {engine: {type: forest, trees: 50}}")
            .clusters()
            .engine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filters: [{name: remove_mach, data_needed: a}]\
           | features.filters[0].name: "remove_mach" is not a filter; did you mean remove_match?
          filters: [{name: remove_match, data_needed: a, params: {keywords: x}}]\
           | features.filters[0].params.keywords is not a key; did you mean keyword?
          filters: [{name: remove_match, params: {keyword: x}}]\
           | features.filters[0].data_needed is missing; name the path it reads
          filters: [{type: sql, name: x}]\
           | features.filters[0].expression is missing; a filter of type sql is one
          filters: [{name: remove_match, data_needed: a, expression: b, params: {keyword: x}}]\
           | features.filters[0].expression is only for type sql
          features: [{type: field, name: a, data_needed: a, params: {x: 1}}]\
           | features.features[0].params is only for type metric
          features: [{type: field, name: a, data_needed: a, multiplier: 0}]\
           | features.features[0].multiplier is 0; allowed: more than 0
          features: [{type: field, name: a, data_needed: a}, {type: field, name: a, data_needed: b}]\
           | features.features[1].name is a, as of another entry; give it a name of its own
          flags: [{type: aggregation, name: has_dns_data_b64_encoded, data_needed: a}]\
           | features.flags[0].type is aggregation, but has_dns_data_b64_encoded is of type direct
          flags: [{type: sql, name: x, expression: 'true', message: 'see {nothing}'}]\
           | features.flags[0].message mentions {nothing}; known: actor
          flags: [{type: sql, name: x, expression: 'true', message: 'see {actor'}]\
           | features.flags[0].message has a brace without its partner
          clusters: {}\
           | features.clusters needs features to compare records by
          """)
  void saysWhatIsWrongWhere(String yaml, String problem) {
    String whole = yaml.contains("flags:") ? yaml : yaml + "\n" + FLAG;
    ConfigException refused = assertThrows(ConfigException.class, () -> Sections.of(whole));
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
  }

  @Test
  void forestsTakeNoMultiplier() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                Sections.of(
                    """
                    features: [{type: field, name: a, data_needed: a, multiplier: 3}]
                    clusters: {engine: {type: forest}}
                    """));
    assertTrue(
        refused
            .getMessage()
            .contains(
                "features.features[0].multiplier is 3.0, but the cluster engine counts all"
                    + " features alike"),
        refused.getMessage());
  }

  @Test
  void theSectionMayStandInAFileOfItsOwn() throws IOException {
    Files.writeString(folder.resolve("rules.yml"), FLAG);
    Path config = folder.resolve("night.yml");
    String rest = "transports: {dns: {type: files, path: x, format: json, time: t}}\n";
    Files.writeString(config, rest + "features: {path: rules.yml, actor: who}\n");
    FeatureSettings section = read(config);
    assertEquals("big", section.flags().get(0).name());
    assertEquals("who", section.actor());

    Files.writeString(config, rest + "features: {path: rule.yml}\n");
    ConfigException missing = assertThrows(ConfigException.class, () -> read(config));
    assertTrue(
        missing
            .getMessage()
            .endsWith(
                "night.yml:2: features.path: %s: there is no such file"
                    .formatted(folder.resolve("rule.yml"))),
        missing.getMessage());

    Files.writeString(folder.resolve("rules.yml"), FLAG.replace("expression", "expresion"));
    Files.writeString(config, rest + "features: {path: rules.yml}\n");
    ConfigException wrong = assertThrows(ConfigException.class, () -> read(config));
    assertTrue(
        wrong.getMessage().contains("rules.yml:1: features.flags[0].expresion is not a key"),
        wrong.getMessage());
  }

  private static FeatureSettings read(Path config) {
    return new ConfigReader(Registry.load(), Map.of())
        .read(config, List.of(), Config.class)
        .config()
        .features();
  }
}
