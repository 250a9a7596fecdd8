package dev.nightwarden.night;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.config.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.table.Warehouse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Nights of configs in text, in the shared session. */
final class Nights {
  private Nights() {}

  static Night of(String yaml) {
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), Map.of())
            .read("test.yml", yaml.getBytes(StandardCharsets.UTF_8), List.of(), Config.class);
    return new Night(
        new Warehouse(SharedSpark.session(), loaded.config().warehouse()),
        loaded.config(),
        loaded.hash(),
        "test",
        text -> text,
        Clock.systemUTC());
  }
}
