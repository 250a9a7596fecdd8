package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Map;

class FullDiskTest {
  private static final String FULL = "No space left on device";

  @TempDir Path folder;

  @Test
  void namesWhatCouldNotBeWritten() {
    SparkException error =
        new SparkException(
            "TASK_WRITE_FAILED",
            new Map.Map1<>("path", "file:/data/a b/messages"),
            new IllegalStateException("Unable to close resource", new IOException(FULL)));
    String expected =
        "no space left on a device: /data/a b/messages cannot be written; free some space"
            + " and run again; the next run continues where this one stopped";
    assertEquals(expected, describe(error));
    assertEquals(expected, describe(new IllegalStateException("the job failed", error)));
    assertEquals(
        expected.replace("/data/a b/messages", "/data/x.json"),
        describe(new FileSystemException("/data/x.json", null, "Disk quota exceeded")));
  }

  @Test
  void tellsHowMuchIsFreeWhereNothingSaysWhichDeviceItIs() {
    SparkException error =
        new SparkException(
            "Job aborted: java.io.IOException: No space left on device", new IOException(FULL));
    Throwable told =
        FullDisk.behind(error, List.of("file:" + folder + "/new", "s3a://bucket/x")).orElseThrow();
    assertTrue(
        told.getMessage()
            .matches(
                "no space left on a device: the run writes to %s/new \\(\\d+\\.\\d MiB free\\) and"
                        .formatted(folder)
                    + " s3a://bucket/x; free some space and run again; .*"),
        told::getMessage);
    assertEquals(told.getMessage(), describe(told));
  }

  @Test
  void leavesOtherErrorsAsTheyAre() {
    assertEquals("the chat is closed", describe(new IOException("the chat is closed")));
    assertEquals("No space left on device", describe(new IOException(FULL)));
  }

  private static String describe(Throwable error) {
    return Failure.describe(error, UnaryOperator.identity());
  }
}
