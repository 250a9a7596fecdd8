package dev.nightwarden.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir Path folder;

  private Path write(String file) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "level: info\n");
  }

  private ConfigFiles files(Map<String, String> environment, String projectHome) {
    return new ConfigFiles(
        folder.resolve("work"), folder.resolve("home"), environment, projectHome);
  }

  @Test
  void takesTheFirstOfTheSearchPathThatIsThere() throws IOException {
    ConfigFiles files = files(Map.of(), folder.resolve("project").toString());

    Path demo = write("project/configs/example.yml");
    assertEquals(demo, files.find(null));
    Path own = write("home/.config/nightwarden/config.yml");
    assertEquals(own, files.find(null));
    Path here = write("work/nightwarden.yml");
    assertEquals(here, files.find(null));
    assertEquals(List.of(here, own, demo), files.searchPath());
    assertEquals(demo, files.find(demo.toString()));
  }

  @Test
  void respectsTheEnvironment() {
    assertEquals(
        List.of(
            folder.resolve("work/nightwarden.yml"),
            Path.of("/etc/xdg/nightwarden/config.yml"),
            Path.of("/opt/nightwarden/configs/example.yml")),
        files(Map.of("XDG_CONFIG_HOME", "/etc/xdg", "NIGHTWARDEN_HOME", "/opt/nightwarden"), null)
            .searchPath());
    assertEquals(
        List.of(
            folder.resolve("work/nightwarden.yml"),
            folder.resolve("home/.config/nightwarden/config.yml")),
        files(Map.of("XDG_CONFIG_HOME", "relative", "NIGHTWARDEN_HOME", ""), "").searchPath());
  }

  @Test
  void namesTheSearchPathWhereThereIsNoConfig() {
    String tried =
        "%s, %s"
            .formatted(
                folder.resolve("work/nightwarden.yml"),
                folder.resolve("home/.config/nightwarden/config.yml"));
    ConfigFiles files = files(Map.of(), null);

    assertEquals(
        "there is no config: none of " + tried + "; name one with --config",
        assertThrows(ConfigException.class, () -> files.find(null)).getMessage());
    assertEquals(
        "--config nope.yml: there is no such file; without --config the first of these is read: "
            + tried,
        assertThrows(ConfigException.class, () -> files.find("nope.yml")).getMessage());
  }

  @Test
  void refusesAFolder() {
    ConfigFiles files = files(Map.of(), null);

    assertEquals(
        folder + ": is a folder; a config is one file",
        assertThrows(ConfigException.class, () -> files.find(folder.toString())).getMessage());
  }
}
