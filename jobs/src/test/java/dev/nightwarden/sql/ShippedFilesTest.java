package dev.nightwarden.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.metric.PopularityRank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedFilesTest {
  private static final String MODE = "spark.submit.deployMode";

  @TempDir Path folder;

  @AfterEach
  void submitNothing() {
    System.clearProperty(MODE);
  }

  @Test
  void aFileThatIsThereIsTakenAsItIs() throws IOException {
    Path list = Files.writeString(folder.resolve("first.csv"), "1,example.com\n");
    assertEquals(list, ShippedFiles.locate(list.toString()));
  }

  /** The list outlives its test: Spark's next job over plain RDDs, another test's, fetches it. */
  @Test
  void elseTheShippedOneOfThatName() throws IOException {
    Path list = Files.createTempDirectory("shipped").resolve("shipped-ranks.csv");
    Files.writeString(list, "7,example.com\n");
    list.getParent().toFile().deleteOnExit();
    list.toFile().deleteOnExit();
    SharedSpark.session().sparkContext().addFile(list.toString());

    assertEquals(7, PopularityRank.of("www.example.com", "gone/shipped-ranks.csv"));
    assertEquals(Path.of("gone/other.csv"), ShippedFiles.locate("gone/other.csv"));
  }

  /** Where YARN puts them; a driver at home must not take another file for the one it lacks. */
  @Test
  void aDriverInsideAClusterHasItWhereItRuns() throws IOException {
    Path here = Files.createTempFile(Path.of(""), "ranks", ".csv");
    try {
      String named = "lists/" + here.getFileName();
      assertEquals(Path.of(named), ShippedFiles.locate(named));
      System.setProperty(MODE, "cluster");
      assertEquals(here.getFileName(), ShippedFiles.locate(named));
      assertTrue(Files.exists(ShippedFiles.locate(named)));
    } finally {
      Files.delete(here);
    }
  }
}
