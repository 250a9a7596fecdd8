package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Registry;
import dev.nightwarden.plugin.Plugin;
import dev.nightwarden.plugin.TypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code configs/nightwarden.schema.json}, by which editors complete and check a config. */
class SchemaFileTest {
  private static final Path CONFIGS = Path.of("..", "configs");
  private static final Path FILE = CONFIGS.resolve("nightwarden.schema.json");

  /** The plug-ins that users have; tests bring others. */
  static List<Plugin> shipped() {
    return ServiceLoader.load(Plugin.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(
            plugin ->
                !plugin
                    .getClass()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath()
                    .contains("test-classes"))
        .toList();
  }

  @Test
  void isWhatTheRecordsThatCheckAConfigSay() throws IOException {
    String current =
        dev.nightwarden.config.JsonSchema.of(
            Config.class, Registry.of(shipped()), ValidateCommand.SCHEMA_TITLE);

    assertTrue(
        current.equals(Files.readString(FILE)),
        "configs/nightwarden.schema.json is not current; write it anew with"
            + " scripts/nightwarden validate --schema > configs/nightwarden.schema.json");
  }

  @Test
  void knowsTheSettingsOfEveryPlugInType() throws IOException {
    JsonNode definitions = new ObjectMapper().readTree(Files.readString(FILE)).get("$defs");
    for (Plugin plugin : shipped()) {
      for (Class<? extends Record> type : plugin.types()) {
        String name = type.getAnnotation(TypeName.class).value();
        assertTrue(
            Stream.of(type.getRecordComponents()).findAny().isEmpty()
                || anyNamed(definitions, "." + name),
            () -> "the settings of %s are not in %s".formatted(name, FILE));
      }
    }
  }

  private static boolean anyNamed(JsonNode definitions, String ending) {
    boolean[] found = {false};
    definitions.fieldNames().forEachRemaining(name -> found[0] |= name.endsWith(ending));
    return found[0];
  }

  @Test
  void acceptsEveryExampleWhichNamesItInItsFirstLine() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(FILE));
    try (Stream<Path> files = Files.list(CONFIGS)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".yml")).toList()) {
        String yaml = Files.readString(file);
        assertEquals(
            "# yaml-language-server: $schema=nightwarden.schema.json",
            yaml.lines().findFirst().orElse(""),
            file::toString);
        JsonNode config =
            new ObjectMapper()
                .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        assertEquals(Set.of(), schema.validate(config), file::toString);
      }
    }
  }

  @Test
  void isWhatTheCommandPrints() {
    Commands.Ended ended = Commands.run("validate", "--schema");

    assertEquals(0, ended.code());
    assertTrue(ended.out().startsWith("{\n") && ended.out().endsWith("}\n"), ended.out());
  }
}
