package dev.nightwarden.night;

import dev.nightwarden.ship.ShipException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** Recognizes in what Spark throws that a device is full. */
final class FullDisk {
  /** How Linux and the others, Windows, and a quota say it. */
  private static final Pattern SIGNS =
      Pattern.compile(
          "No space left on device|not enough space on the disk|Disk quota exceeded",
          Pattern.CASE_INSENSITIVE);

  private static final int DEEPEST = 30;

  private FullDisk() {}

  /**
   * What to tell of an error that a full device is behind; empty for others, for those of shippers,
   * which name their file themselves, and where nothing says which device it is.
   *
   * @param places folders and URIs that the run writes to, told with their free space where the
   *     error does not say what could not be written
   */
  static Optional<FullDiskException> behind(Throwable error, List<String> places) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = error; cause != null && chain.size() < DEEPEST; ) {
      if (cause instanceof FullDiskException || cause instanceof ShipException) {
        return Optional.empty();
      }
      chain.add(cause);
      cause = cause.getCause();
    }
    if (chain.stream().noneMatch(FullDisk::saysSo)) {
      return Optional.empty();
    }
    Optional<String> unwritten =
        chain.stream().flatMap(cause -> path(cause).stream()).reduce((outer, inner) -> inner);
    if (unwritten.isEmpty() && places.isEmpty()) {
      return Optional.empty();
    }
    String where =
        unwritten
            .map(path -> path + " cannot be written")
            .orElseGet(() -> "the run writes to " + String.join(" and ", free(places)));
    return Optional.of(
        new FullDiskException(
            "no space left on a device: "
                + where
                + "; free some space and run again; the next run continues where this one stopped",
            error));
  }

  private static boolean saysSo(Throwable cause) {
    return cause.getMessage() != null && SIGNS.matcher(cause.getMessage()).find();
  }

  /** The file or folder that an error is about. */
  private static Optional<String> path(Throwable cause) {
    String path = null;
    if (cause instanceof SparkThrowable spark && spark.getMessageParameters() != null) {
      path = spark.getMessageParameters().get("path");
    } else if (cause instanceof FileSystemException file) {
      path = file.getFile();
    }
    return Optional.ofNullable(path).map(FullDisk::local);
  }

  private static List<String> free(List<String> places) {
    List<String> told = new ArrayList<>();
    for (String place : places) {
      String shown = local(place);
      try {
        Path there = Path.of(shown);
        if (!there.isAbsolute()) {
          told.add(shown);
          continue;
        }
        while (!Files.exists(there) && there.getParent() != null) {
          there = there.getParent();
        }
        double free = Files.getFileStore(there).getUsableSpace() / 1_048_576.0;
        told.add("%s (%s MiB free)".formatted(shown, String.format(Locale.ROOT, "%.1f", free)));
      } catch (IOException | RuntimeException e) {
        told.add(shown);
      }
    }
    return told;
  }

  private static String local(String path) {
    return path.replaceFirst("^file:/+", "/");
  }
}
