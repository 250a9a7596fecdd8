package dev.nightwarden.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.pipeline.Detector;
import dev.nightwarden.pipeline.DetectorSettings;
import dev.nightwarden.plugin.Plugin;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sections of a config must be to one another. */
class ConfigTest {
  private static final String LOGINS =
      """
      transports:
        logins: {type: files, path: logins, time: time}
      profiles:
        people: {actor: user, fields: {country: {type: single}}}
      """;

  @TempDir Path folder;

  /** A detector that is only named. */
  @TypeName(value = "named", doc = "Is named.")
  record Named() implements DetectorSettings {
    @Override
    public Detector detector(String name) {
      throw new UnsupportedOperationException();
    }
  }

  private Config config(String yaml) throws IOException {
    List<Plugin> plugins = new ArrayList<>();
    ServiceLoader.load(Plugin.class).forEach(plugins::add);
    plugins.add(() -> List.of(Named.class));
    Path file = Files.writeString(folder.resolve("my.yml"), yaml);
    return new ConfigReader(Registry.of(plugins), Map.of())
        .read(file, List.of(), Config.class)
        .config();
  }

  private String refusal(String yaml) {
    return assertThrows(ConfigException.class, () -> config(yaml))
        .getMessage()
        .replace(folder + "/", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reporter", "forest", "clusters", "features"})
  void aDetectorOfAJarHasNoNameUnderWhichABuiltInOneWrites(String name) {
    assertEquals(
        "my.yml:6: detectors.%s is the name of a built-in detector or of its profile (reporter,"
                .formatted(name)
            + " forest, clusters, features); give it another name",
        refusal(LOGINS + "detectors:\n  %s: {type: named}\n".formatted(name)));
  }

  @Test
  void aDetectorOfAJarHasNoProfilesName() {
    assertEquals(
        "my.yml:7: detectors.people is also a profile's name; give one of them another name",
        refusal(LOGINS + "detectors:\n  hours: {type: named}\n  people: {type: named}\n"));
  }

  @Test
  void detectorsOfJarsAreEnough() throws IOException {
    String transports = LOGINS.substring(0, LOGINS.indexOf("profiles:"));

    assertEquals(
        List.of("hours"),
        List.copyOf(
            config(transports + "detectors:\n  hours: {type: named}\n").detectors().keySet()));
    assertEquals(
        "my.yml:1: profiles is missing, and so are features and detectors; give at least one of"
            + " them",
        refusal(transports));
  }
}
