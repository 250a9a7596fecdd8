package dev.nightwarden.guided;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file that was not there before: whole or not at all, and over no other. */
final class NewFile {
  private NewFile() {}

  /**
   * @throws FileAlreadyExistsException if there is one by now
   */
  static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(aside, text, StandardOpenOption.CREATE_NEW);
      try {
        Files.createLink(file.toAbsolutePath(), aside);
      } catch (UnsupportedOperationException noLinks) {
        Files.move(aside, file.toAbsolutePath());
      }
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
