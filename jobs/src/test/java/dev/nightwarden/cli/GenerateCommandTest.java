package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cli.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void writesAFolderOnce() throws IOException {
    Path place = folder.resolve("larkfield");

    Ended made = generate(place, "--people", "12", "--days", "4");
    assertEquals(0, made.code(), made.errors());
    assertTrue(Files.readString(place.resolve("logs/2025-01-06.jsonl")).contains("\"user\":"));

    Ended again = generate(place);
    assertEquals(2, again.code());
    assertEquals(
        "nightwarden: there is something at %s; name a folder that does not exist, or is empty%n"
            .formatted(place),
        again.errors());
  }

  @Tag("long")
  @Test
  void theConfigReadsTheLogs() {
    // A name that YAML, paths and variables have to be told about.
    Path place = folder.resolve("lark\"field # 1 [${HOME}]");
    generate(place, "--people", "12", "--days", "4");

    Ended valid =
        Commands.runJob(
            folder, "validate", "--config", place.resolve("nightwarden.yml").toString());
    assertEquals(0, valid.code(), valid.errors());
  }

  @Test
  void refusesSizesThatCannotBe() {
    Ended ended = generate(folder.resolve("none"), "--people", "0");

    assertEquals(2, ended.code());
    assertEquals(
        "nightwarden: people is 0; it must be from 1 to 1000000%n".formatted(), ended.errors());
  }

  private static Ended generate(Path place, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "generate";
    args[1] = "--out";
    args[2] = place.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return Commands.run(args);
  }
}
