package dev.nightwarden.night;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Warehouse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Nights of configs in text, in the shared session. */
record Nights(Loaded<Config> loaded) {
  static Nights of(String yaml) {
    return new Nights(
        new ConfigReader(Registry.load(), Map.of())
            .read("test.yml", yaml.getBytes(StandardCharsets.UTF_8), List.of(), Config.class));
  }

  RunRecord execute(Request request) {
    return execute(request, Clock.systemUTC());
  }

  RunRecord execute(Request request, Clock clock) {
    return new Application(loaded.config())
        .run(
            new Warehouse(SharedSpark.session(), loaded.config().warehouse()),
            loaded,
            "test",
            clock,
            request);
  }

  /** Forgets somebody. */
  RunRecord forget(String actor) {
    Application application = new Application(loaded.config());
    Warehouse warehouse = new Warehouse(SharedSpark.session(), loaded.config().warehouse());
    return application.run(
        warehouse,
        loaded,
        "test",
        Clock.systemUTC(),
        application.forget(warehouse, List.of(actor)),
        null);
  }
}
