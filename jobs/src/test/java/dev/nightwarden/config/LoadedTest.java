package dev.nightwarden.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.config.Sample.Always;
import dev.nightwarden.config.Sample.Database;
import dev.nightwarden.config.Sample.House;
import dev.nightwarden.config.Sample.Single;
import dev.nightwarden.config.Sample.Sometimes;
import dev.nightwarden.plugin.Key;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedTest {
  private static final String YAML =
      """
      warehouse: "$${x} ${LAKE} {#}"
      database: {password: "hunter22", port: "${PORT}"}
      profiles:
        b.c:
          actor: "5"
          history: 36h
          fields: {f: {type: multi, keys: [x, "true"]}, g: {}}
      extra_shippers: [{type: chat, token: abcde, headers: {a: secret}}]
      since: 2026-01-31
      share: 0.1
      messages: [{text: "ünï😀", none: ~, n: 12345678901234567890}]
      """;
  private static final Map<String, String> ENVIRONMENT = Map.of("LAKE", "s3a://x", "PORT", "15432");

  @Test
  void showsTheConfigInForceWithoutSecrets() {
    assertEquals(
        """
        warehouse: $${x} *** {#}
        database:
          host: localhost
          port: '***'
          password: '***'
          pin: '***'
        spare:
          host: localhost
          port: 5432
          pin: '***'
        profiles:
          b.c:
            actor: '5'
            history: 36h
            fields:
              f:
                type: multi
                keys:
                - x
                - 'true'
              g:
                type: single
                reporter:
                  type: always
                  weight: 1.0
            analyzer:
              type: exponential_decay
              weight: 0.1
              decay: 0.2
              threshold: 0.5
        shippers: {}
        extra_shippers:
        - type: chat
          token: '***'
          headers: '***'
          channel: general
        level: info
        format: json
        since: 2026-01-31
        messages:
        - text: ünï😀
          none: null
          n: 12345678901234567890
        dry_run: false
        share: 0.1
        days:
        - 1
        - 2
        """,
        Sample.read(YAML, ENVIRONMENT).text());
  }

  @Test
  void showsTextThatReadsAsTheSameConfig() {
    String yaml =
        "warehouse: \"a: 'b' # ${X}\\n\\t${X}\"\nmessages: [{\"k${l}\": \"null\"}]\nshare: 1e-7\n";
    Loaded<House> loaded = Sample.read(yaml.replace("${X}", "$${X}"));
    String text = loaded.text().replaceAll("(?m)^ +pin: '\\*\\*\\*'\n", "");

    assertEquals(loaded.config(), Sample.read(text).config());
  }

  @Test
  void refusesAKeyAtItsPlace() {
    Loaded<House> loaded =
        Sample.read("profiles:\n  x.y:\n    actor: u\n", "warehouse=out", "level=warn");

    assertEquals(
        "c.yml:3: profiles.\"x.y\".actor is no path",
        loaded.refuse("profiles.\"x.y\".actor", "is no path").getMessage());
    assertEquals(
        "c.yml:2: profiles.\"x.y\".history is too short",
        loaded.refuse("profiles.\"x.y\".history", "is too short").getMessage());
    assertEquals(
        "--set warehouse=out: warehouse is not Delta",
        loaded.refuse("warehouse", "is not Delta").getMessage());
    assertEquals("c.yml:1: seed is odd", loaded.refuse("seed", "is odd").getMessage());
  }

  @Test
  void hashesEqualSettingsEqually() {
    Loaded<House> one =
        Sample.read(
            "seed: 1\nprofiles: {a: {actor: x}, b: {actor: y, history: 24h}}\nlevel: info\n");
    Loaded<House> same =
        Sample.read(
            "profiles: {b: {history: 1d, actor: \"${Y}\"}, a: {actor: x}}",
            Map.of("Y", "y"),
            "seed=1");

    assertEquals(one.hash(), same.hash());
    assertTrue(one.hash().matches("[0-9a-f]{64}"));
    assertNotEquals(one.hash(), Sample.read("seed: 2").hash());
  }

  @Test
  void hashesDoNotDependOnTheJvm() {
    // sha256sum of {"key":"geo.city","reporter":{"inner":{"type":"always","weight":0.5},
    // "type":"sometimes"},"type":"single"} on one line.
    assertEquals(
        "2d4786a140060ea9570c59deb4978709d36e9c46108146fbd1403d97ca56696b",
        Hashes.of(new Single("geo.city", new Sometimes(new Always(0.5)))));
  }

  @Test
  void leavesSecretsOutOfHashes() {
    assertEquals(Hashes.of(new Database("h", 1, "a", 2)), Hashes.of(new Database("h", 1, "b", 3)));
    assertNotEquals(
        Hashes.of(new Database("h", 1, "a", 2)), Hashes.of(new Database("i", 1, "a", 2)));
  }

  @Test
  void tellsTypesAndValuesApartInHashes() {
    assertNotEquals(
        Hashes.of(new Single("a", new Always(1))), Hashes.of(new Single("a", new Sometimes(null))));
    assertEquals(
        Hashes.of(new Explained("a", List.of())),
        Hashes.of(new Explained("a", List.of("T1078"))),
        "what explains a finding makes none stale");
    assertNotEquals(Hashes.of(new Always(1)), Hashes.of(new Always(0.5)));
    assertNotEquals(
        Sample.read("messages: [{a: 1}]").hash(), Sample.read("messages: [{a: \"1\"}]").hash());
    assertNotEquals(Sample.read("days: [1, 2]").hash(), Sample.read("days: [2, 1]").hash());
  }

  @Test
  void refusesToHashWhatNoConfigCanGive() {
    record Odd(@Key(doc = "A thread.") Thread thread) {}

    assertEquals(
        "class java.lang.Thread is not a setting",
        assertThrows(
                IllegalArgumentException.class, () -> Hashes.of(new Odd(Thread.currentThread())))
            .getMessage());
  }

  private record Explained(
      @Key(doc = "a") String name, @Key(doc = "b", decides = false) List<String> attack) {}
}
