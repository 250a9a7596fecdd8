package dev.nightwarden.guided;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone afterwards, also when the program is stopped. */
final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread atTheEnd;

  private Scratch(Path folder) {
    this.folder = folder;
    this.atTheEnd = new Thread(() -> remove(folder), "nightwarden-init-scratch");
  }

  static Scratch open() throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory("nightwarden-init"));
    Runtime.getRuntime().addShutdownHook(scratch.atTheEnd);
    return scratch;
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    remove(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException atWork) {
      // The program ends, and the hook finds nothing left.
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException left) {
      // It is in the folder of temporary files, which the system clears.
    }
  }
}
