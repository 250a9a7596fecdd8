package dev.nightwarden.make;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeDemoTest {
  /** Seen from the module's folder, where tests run. */
  private static final Path DEMO = Path.of("../test-data");

  @TempDir Path folder;

  @Test
  void theDemoIsWhatItsSeedGives() throws IOException {
    assertEquals(
        "6080 logins of 43 accounts on 31 days, 8 incidents, in " + folder,
        MakeDemo.make(folder, MakeDemo.SEED));
    List<Path> written = files(folder);
    assertEquals(33, written.size());
    assertEquals(files(DEMO.resolve("logins")).size(), files(folder.resolve("logins")).size());
    for (Path file : written) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(file)),
          Files.readAllBytes(DEMO.resolve(file)),
          () -> file + " is not up to date; run scripts/make-demo");
    }
  }

  @Test
  void anotherSeedGivesAnotherMonthOfTheSameIncidents() throws IOException {
    MakeDemo.make(folder, 1);
    Path first = Path.of("logins", "2025-03-03.json");
    Path incidents = folder.resolve("incidents.csv");

    assertFalse(
        Arrays.equals(
            Files.readAllBytes(folder.resolve(first)), Files.readAllBytes(DEMO.resolve(first))));
    assertEquals(9, Files.readAllLines(incidents).size());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }
}
