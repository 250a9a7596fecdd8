package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileSliceTest {
  private static List<List<FileSlice>> pack(int files, long length) {
    return FileSlice.pack(
        IntStream.range(0, files).mapToObj(i -> new SourceFile("/" + i, length, 0)).toList(),
        file -> true,
        2);
  }

  @Test
  void tenThousandSmallFilesAreAFewTasks() {
    List<List<FileSlice>> tasks = pack(10_000, 80);

    assertTrue(tasks.size() <= 20, "tasks: " + tasks.size());
    assertEquals(
        10_000, tasks.stream().flatMap(List::stream).map(FileSlice::file).distinct().count());
  }

  @Test
  void oneLargeFileIsManyTasks() {
    List<List<FileSlice>> tasks = pack(1, 10L << 30);

    assertEquals(160, tasks.size());
    assertEquals(0, tasks.get(0).get(0).start());
    assertEquals(tasks.get(0).get(0).end(), tasks.get(1).get(0).start());
  }
}
