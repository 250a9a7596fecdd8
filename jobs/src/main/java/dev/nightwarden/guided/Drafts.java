package dev.nightwarden.guided;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ingest.Transport;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads configs that are being written, as a run would read them from a file. */
final class Drafts {
  private static final String DRAFT = "draft";

  private final Registry registry;
  private final Map<String, String> environment;

  /**
   * @param environment variables; those that the config will need are added where they are missing
   */
  Drafts(Registry registry, Map<String, String> environment) {
    this.registry = registry;
    this.environment = new HashMap<>(environment);
    for (Secret secret : Secret.values()) {
      this.environment.putIfAbsent(secret.name(), secret.standIn());
    }
  }

  /**
   * The config that a text says.
   *
   * @param name what messages call it
   * @throws ConfigException if a run would refuse it
   */
  Loaded<Config> read(String name, String yaml) {
    return new ConfigReader(registry, environment)
        .read(name, yaml.getBytes(StandardCharsets.UTF_8), List.of(), Config.class);
  }

  /** Why a run would refuse a shipper; null where it would not. */
  String refusal(Outlet outlet) {
    String yaml =
        """
        transports: {draft: {path: draft, time: time}}
        profiles: {draft: {actor: a, fields: {a: {type: single}}}}
        shippers: {draft: %s}
        """
            .formatted(YamlScalar.of(outlet.keys()));
    try {
      read(DRAFT, yaml);
      return null;
    } catch (ConfigException refused) {
      return refused.problems().get(0).replaceFirst("^\\S+:\\d+: shippers\\.draft\\.", "");
    }
  }

  /**
   * The transport that some keys say.
   *
   * @throws ConfigException if there is none
   */
  Transport transport(Map<String, Object> keys) {
    String yaml =
        """
        transports: {draft: %s}
        profiles: {draft: {actor: a, fields: {a: {type: single}}}}
        """
            .formatted(YamlScalar.of(keys));
    return read(DRAFT, yaml).config().transports().get(DRAFT);
  }
}
