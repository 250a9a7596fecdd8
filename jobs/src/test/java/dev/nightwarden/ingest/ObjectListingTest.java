package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.TestObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What it takes to find logs in an object store. */
@Tag("long")
class ObjectListingTest {
  private static final int FOLDERS = 20;
  private static final int OBJECTS = 10_000;

  /** The most objects that one answer of S3 lists. */
  private static final int PAGE = 1_000;

  @Test
  void tenThousandObjectsAreListedPageByPage() throws Exception {
    Path bucket = TestObjectStore.bucket("listing");
    for (int i = 0; i < OBJECTS; i++) {
      Path day = bucket.resolve("logs/day-%02d".formatted(i % FOLDERS));
      if (i < FOLDERS) {
        Files.createDirectories(day);
      }
      Files.writeString(day.resolve("part-%05d.json".formatted(i)), "{}\n");
    }
    Configuration settings = TestObjectStore.configure();
    long before = total();
    long started = System.nanoTime();
    Listing pattern =
        FileListing.list(settings, "s3a://listing/logs/*/*.json", new Excluded(List.of()));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    long asked = total() - before;
    System.err.printf("%d objects: %d requests, %s%n", OBJECTS, asked, took);

    assertEquals(OBJECTS, pattern.files().size());
    assertEquals("s3a://listing/logs/day-00/part-00000.json", pattern.files().get(0).path());
    assertEquals(3, pattern.files().get(0).length());
    // A page for each folder, and what it takes to see that the pattern is no name.
    assertTrue(asked <= OBJECTS / PAGE + 2 * FOLDERS + 20, () -> asked + " requests");
    assertTrue(took.toSeconds() < 60, took::toString);

    Listing folder = FileListing.list(settings, "s3a://listing/logs", new Excluded(List.of()));
    assertEquals(pattern.files(), folder.files());
  }

  private static long total() throws Exception {
    Map<String, Long> requests = TestObjectStore.requests();
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }
}
