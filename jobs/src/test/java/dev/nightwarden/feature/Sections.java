package dev.nightwarden.feature;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Sections {@code features} in YAML for tests. */
final class Sections {
  private static final String REST =
      "transports: {dns: {type: files, path: x, format: json, time: t}}\n";

  private Sections() {}

  /**
   * @param yaml what stands below {@code features:}
   */
  static FeatureSettings of(String yaml) {
    String config = REST + "features:\n" + yaml.indent(2);
    return new ConfigReader(Registry.load(), Map.of())
        .read("test.yml", config.getBytes(StandardCharsets.UTF_8), List.of(), Config.class)
        .config()
        .features();
  }

  /** As {@link #of}, with fields without declared types. */
  static Features features(String yaml) {
    return new Features(of(yaml), Map.of());
  }
}
