package dev.nightwarden.forget;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.table.PlainFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Files beside the tables: those that transports landed, whose lines are records, and pages.
 *
 * @param confirmation fails where another run has taken over
 */
record KeptFiles(Configuration settings, Runnable confirmation) {
  private static final String PART = "_part-";

  /** What was found, or removed: lines of files, or whole files. */
  record Found(long files, long lines) {}

  /**
   * Takes the lines out of landed files for which a condition holds. A file that changes gets a new
   * name, so that a crash leaves it twice, not in pieces: its records are known then.
   *
   * @param folder a URI; it need not be there
   * @param isSought of a line
   * @param onlyLooks whether nothing is changed
   */
  Found lines(String folder, Predicate<String> isSought, boolean onlyLooks) throws IOException {
    Path root = new Path(folder);
    FileSystem files = PlainFiles.of(root, settings);
    long changed = 0;
    long lines = 0;
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (file.getName().startsWith(PART)) {
          continue;
        }
        long found = sought(files, file, isSought, null);
        if (found > 0 && !onlyLooks) {
          replace(files, file, isSought);
        }
        changed += found > 0 ? 1 : 0;
        lines += found;
      }
    } catch (FileNotFoundException none) {
      return new Found(0, 0);
    }
    return new Found(changed, lines);
  }

  /** Deletes the files in a folder, not those of folders in it, of whose lines one is sought. */
  Found whole(String folder, Predicate<String> isSought, boolean onlyLooks) throws IOException {
    Path root = new Path(folder);
    FileSystem files = PlainFiles.of(root, settings);
    long found = 0;
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(root, false);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (sought(files, file, isSought, null) > 0) {
          found++;
          if (!onlyLooks) {
            confirmation.run();
            files.delete(file, false);
          }
        }
      }
    } catch (FileNotFoundException none) {
      return new Found(0, 0);
    }
    return new Found(found, found);
  }

  private void replace(FileSystem files, Path file, Predicate<String> isSought) throws IOException {
    confirmation.run();
    if (file.getName().startsWith("_")) {
      // What a transport keeps beside its records it fetches again.
      files.delete(file, false);
      return;
    }
    String random = UUID.randomUUID().toString();
    Path aside = new Path(file.getParent(), PART + random);
    try (OutputStream raw = files.create(aside, false);
        OutputStream out = isPacked(file) ? new GZIPOutputStream(raw) : raw) {
      sought(files, file, isSought, out);
    }
    if (files.getFileStatus(aside).getLen() == 0) {
      files.delete(aside, false);
    } else if (!files.rename(aside, new Path(file.getParent(), random + "-" + file.getName()))) {
      throw new IOException("%s cannot be renamed".formatted(aside));
    }
    files.delete(file, false);
  }

  /** How many lines are sought; the others are written, if there is somewhere to. */
  private static long sought(
      FileSystem files, Path file, Predicate<String> isSought, OutputStream others)
      throws IOException {
    long found = 0;
    try (InputStream raw = new BufferedInputStream(files.open(file), 1 << 16);
        InputStream in =
            isPacked(file) ? new BufferedInputStream(new GZIPInputStream(raw), 1 << 16) : raw) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next;
      do {
        next = in.read();
        if (next >= 0) {
          line.write(next);
        }
        if (next == '\n' || (next < 0 && line.size() > 0)) {
          if (isSought.test(line.toString(UTF_8))) {
            found++;
          } else if (others != null) {
            line.writeTo(others);
          }
          line.reset();
        }
      } while (next >= 0);
    }
    return found;
  }

  private static boolean isPacked(Path file) {
    return file.getName().endsWith(".gz");
  }
}
