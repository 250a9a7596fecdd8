package dev.nightwarden.organisation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.commons.io.file.PathUtils;

/** A folder that appears when it is whole. */
public final class WholeFolder {
  private WholeFolder() {}

  /** Writes what belongs into a folder. */
  @FunctionalInterface
  public interface Filling<T> {
    /**
     * Writes all of it.
     *
     * @param aside the folder, under another name
     */
    T write(Path aside) throws IOException;
  }

  /**
   * Looks whether a folder may be written.
   *
   * @throws IllegalArgumentException if there is something at its place
   */
  public static void check(Path folder) throws IOException {
    Path place = folder.toAbsolutePath().normalize();
    if (Files.exists(place) && !(Files.isDirectory(place) && PathUtils.isEmptyDirectory(place))) {
      throw new IllegalArgumentException(
          "there is something at %s; name a folder that does not exist, or is empty"
              .formatted(folder));
    }
  }

  /**
   * Writes a folder, whole or not at all.
   *
   * @param folder must not be there, or be empty
   * @return what the filling returns
   * @throws IllegalArgumentException if there is something at its place
   */
  public static <T> T write(Path folder, Filling<T> filling) throws IOException {
    check(folder);
    Path place = folder.toAbsolutePath().normalize();
    Path aside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    Files.createDirectories(aside);
    try {
      T written = filling.write(aside);
      Files.deleteIfExists(place);
      Files.move(aside, place);
      return written;
    } finally {
      if (Files.exists(aside)) {
        PathUtils.deleteDirectory(aside);
      }
    }
  }
}
