package dev.nightwarden.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a table, which stays the same. */
class UpkeepTest {
  @TempDir Path folder;

  /** A data file that no version has, as a write that died leaves it. */
  private Path orphan(int days) throws IOException {
    Path file = folder.resolve("files/part-%d-days.parquet".formatted(days));
    Files.writeString(file, "left");
    return Files.setLastModifiedTime(
        file, FileTime.from(Instant.now().minus(days, ChronoUnit.DAYS)));
  }

  @Test
  void bringsFilesTogetherAndRemovesThoseThatAreOldEnough() throws IOException {
    Warehouse warehouse = new Warehouse(SharedSpark.session(), folder.toString());
    for (String path : List.of("a", "b")) {
      warehouse.append(
          Table.FILES,
          SharedSpark.session()
              .createDataFrame(
                  List.of(RowFactory.create("logs", path, 1L, Instant.EPOCH, 1L, 0L, "read")),
                  Table.FILES.schema()));
    }
    Upkeep upkeep = Upkeep.of(warehouse, Table.FILES);
    Path old = orphan(5);
    Path young = orphan(3);

    assertEquals(new Upkeep.Compacted(2, 1), upkeep.compact());
    assertEquals(0, upkeep.completeStatistics());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    scala.Console.withOut(
        printed,
        () -> {
          assertTrue(upkeep.vacuum(4));
          return null;
        });

    assertEquals("", printed.toString(StandardCharsets.UTF_8));
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    assertEquals(2, warehouse.read(Table.FILES).count());

    // There is nothing left to do, and nothing is done.
    assertEquals(new Upkeep.Compacted(0, 0), upkeep.compact());
    assertFalse(upkeep.vacuum(4));
    assertTrue(upkeep.vacuum(2));
    assertFalse(Files.exists(young));
    assertEquals(2, warehouse.read(Table.FILES).count());
  }
}
