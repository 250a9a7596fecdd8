package dev.nightwarden.make;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that start what is made here, out of a folder of the caller's. */
class ScriptsTest {
  /** Seen from the module's folder, where tests run. */
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void makeDemoWritesWhereItIsTold() throws Exception {
    String said = run(0, "make-demo", "there");

    assertEquals("6080 logins of 43 accounts on 31 days, 8 incidents, in there\n", said);
    assertSame("test-data/incidents.csv", "there/incidents.csv");
  }

  @Test
  void makeGeoipWritesBesideItsTable() throws Exception {
    Files.copy(PROJECT.resolve("test-data/geoip/networks.csv"), folder.resolve("networks.csv"));
    run(0, "make-geoip", "networks.csv");

    assertSame("test-data/geoip/city.mmdb", "city.mmdb");
    assertSame("test-data/geoip/asn.mmdb", "asn.mmdb");
    assertTrue(run(2, "make-geoip", "none.csv").startsWith("usage: scripts/make-geoip"));
  }

  @Test
  void trainNamesWritesItsModel() throws Exception {
    Files.writeString(folder.resolve("words"), "banana\nbandana\n");
    assertEquals("2 words, 59,319 bytes\n", run(0, "train-names", "model", "words"));

    assertArrayEquals(
        TrainNames.model(new TreeSet<>(List.of("banana", "bandana"))),
        Files.readAllBytes(folder.resolve("model")));
    assertTrue(run(2, "train-names").startsWith("usage: scripts/train-names"));
  }

  @Test
  void localClusterSaysWhatItDoes() throws Exception {
    assertTrue(
        run(2, "local-cluster", "begin").startsWith("A Spark cluster on this machine"), "usage");
    assertEquals(
        "local-cluster: --cores is many; expected: a number\n",
        run(2, "local-cluster", "start", "--cores", "many"));
  }

  private void assertSame(String kept, String made) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(PROJECT.resolve(kept)), Files.readAllBytes(folder.resolve(made)));
  }

  /** What a script says, errors too. */
  private String run(int code, String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", PROJECT + "/scripts/" + script));
    command.addAll(List.of(arguments));
    File said = folder.resolve("said").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).redirectOutput(said).start();
    int ended = process.waitFor();
    String text = Files.readString(said.toPath());
    assertEquals(code, ended, text);
    return text;
  }
}
