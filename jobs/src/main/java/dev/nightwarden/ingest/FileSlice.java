package dev.nightwarden.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A part of a file that one task reads.
 *
 * @param start the first byte
 * @param end the byte after the last; the length of the file or more: to its end
 */
record FileSlice(SourceFile file, long start, long end) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What opening a file costs, in bytes that could be read meanwhile. */
  private static final long OPENING = 128L << 10;

  private static final long LEAST = 4L << 20;
  private static final long MOST = 64L << 20;

  /**
   * Cuts files into slices and packs these, so that the tasks have about the same to do.
   *
   * @param splittable whether a file can be read from its middle
   * @return the slices of each task
   */
  static List<List<FileSlice>> pack(
      List<SourceFile> files, Predicate<SourceFile> splittable, int cores) {
    long total = files.stream().mapToLong(f -> f.length() + OPENING).sum();
    long target = Math.max(LEAST, Math.min(MOST, total / Math.max(1, cores)));
    List<List<FileSlice>> tasks = new ArrayList<>();
    List<FileSlice> task = new ArrayList<>();
    long size = 0;
    for (SourceFile file : files) {
      for (FileSlice slice : slices(file, splittable.test(file) ? target : Long.MAX_VALUE)) {
        long more = Math.min(slice.end, file.length()) - slice.start + OPENING;
        if (!task.isEmpty() && size + more > target + OPENING) {
          tasks.add(task);
          task = new ArrayList<>();
          size = 0;
        }
        task.add(slice);
        size += more;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }

  private static List<FileSlice> slices(SourceFile file, long target) {
    List<FileSlice> slices = new ArrayList<>();
    long parts = Math.max(1, (file.length() - 1) / target + 1);
    long size = (file.length() - 1) / parts + 1;
    for (long i = 0; i < parts; i++) {
      slices.add(new FileSlice(file, i * size, i + 1 == parts ? Long.MAX_VALUE : (i + 1) * size));
    }
    return slices;
  }
}
