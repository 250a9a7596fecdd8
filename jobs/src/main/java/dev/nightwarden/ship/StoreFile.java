package dev.nightwarden.ship;

import dev.nightwarden.table.Fence;
import dev.nightwarden.table.PlainFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A file that a store holds, or the folder of some.
 *
 * @param shown the path as the config writes it, for messages
 * @param fence whose run writes; null where nobody asked for the lease
 */
record StoreFile(String shown, Path path, FileSystem files, Configuration settings, Fence fence) {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /** What a file is called before it is finished, and for whom. */
  private static final Pattern ASIDE = Pattern.compile("\\.(.+?)(?:\\.(\\d{1,18}))?\\.tmp");

  /** What is written to a file. */
  interface Content {
    /**
     * Writes all of it, and leaves the stream open.
     *
     * @return the number of rows
     */
    long writeTo(OutputStream out) throws IOException;
  }

  /**
   * @param shown a local path, or a URI of a file system that Hadoop knows
   */
  static StoreFile at(String shown, Configuration settings, Fence fence) throws IOException {
    try {
      Path path =
          URI.matcher(shown).matches()
              ? new Path(shown)
              : new Path(java.nio.file.Path.of(shown).toAbsolutePath().normalize().toUri());
      return new StoreFile(shown, path, PlainFiles.of(path, settings), settings, fence);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new IOException("%s is not a path: %s".formatted(shown, e.getMessage()), e);
    }
  }

  StoreFile child(String name) {
    return new StoreFile(shown + "/" + name, new Path(path, name), files, settings, fence);
  }

  /** The files in this folder whose name fits; none when there is no folder. */
  List<StoreFile> children(Pattern name) throws IOException {
    List<StoreFile> found = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(path)) {
        if (file.isFile() && name.matcher(file.getPath().getName()).matches()) {
          found.add(child(file.getPath().getName()));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return found;
  }

  String name() {
    return path.getName();
  }

  /** Refuses a file that another program or a person has written. */
  void checkOurs(FileKind kind, StoredTable table) throws IOException {
    if (!files.exists(path)) {
      return;
    }
    if (!files.getFileStatus(path).isFile()) {
      throw new IOException("%s is not a file: name another one".formatted(shown));
    }
    if (!isOurs(kind, table)) {
      throw new IOException(
          ("%s is there already and is not a file of Nightwarden's (%s): name another file, or"
                  + " move that one away")
              .formatted(shown, kind.lack(table)));
    }
  }

  /**
   * Whether the file holds a data set, in this version or an earlier one; an empty file holds
   * nothing that could be lost.
   */
  boolean isOurs(FileKind kind, StoredTable table) throws IOException {
    return files.getFileStatus(path).getLen() == 0 || kind.version(this, table) > 0;
  }

  /** Whether the file holds an earlier version of a data set. */
  boolean isEarlier(FileKind kind, StoredTable table) throws IOException {
    int version = table.version() == 1 ? 1 : kind.version(this, table);
    return version > 0 && version < table.version();
  }

  /** Removes what earlier runs left unfinished, of any file in the same folder whose name fits. */
  void dropUnfinished(Pattern name) throws IOException {
    if (fence == null || !files.exists(path.getParent())) {
      return;
    }
    for (FileStatus file : files.listStatus(path.getParent())) {
      Matcher aside = ASIDE.matcher(file.getPath().getName());
      if (aside.matches() && name.matcher(aside.group(1)).matches()) {
        String number = aside.group(2);
        if (number == null || Long.parseLong(number) < fence.number()) {
          files.delete(file.getPath(), true);
        }
      }
    }
  }

  /** Where the rows are written before they are a file; no two runs share one. */
  Path aside() {
    String number = fence == null ? "" : "." + fence.number();
    return new Path(path.getParent(), ".%s%s.tmp".formatted(name(), number));
  }

  /** Deletes the file, unless another run has taken over. */
  void delete() throws IOException {
    confirm();
    files.delete(path, false);
  }

  /**
   * Replaces the file by this content: written aside, then renamed unless another run has taken
   * over. A failure leaves what was there.
   *
   * @return the number of rows
   */
  long write(Content content) throws IOException {
    Path aside = aside();
    try {
      if (!files.mkdirs(path.getParent())) {
        throw new IOException("its folder cannot be made");
      }
      long count = writeAside(aside, content);
      putInPlace(aside);
      return count;
    } catch (IOException | RuntimeException | Error e) {
      try {
        files.delete(aside, false);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      if (e instanceof IOException) {
        throw new IOException("%s cannot be written: %s".formatted(shown, e.getMessage()), e);
      }
      throw e;
    }
  }

  private long writeAside(Path aside, Content content) throws IOException {
    try (FSDataOutputStream out = files.create(aside, true)) {
      long count = content.writeTo(out);
      if (isLocal()) {
        out.hsync();
      }
      return count;
    } catch (IllegalStateException | FSError e) {
      // A full disk is any of these: a writer's, a writer's on closing, Hadoop's.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException why) {
          throw why;
        }
      }
      throw e;
    }
  }

  /** Makes a finished file this one, in one step, unless another run has taken over. */
  void putInPlace(Path finished) throws IOException {
    confirm();
    publish(finished);
  }

  private void confirm() {
    if (fence != null) {
      fence.confirm();
    }
  }

  private void publish(Path aside) throws IOException {
    if (isLocal()) {
      Files.move(local(aside), local(path), StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      FileContext.getFileContext(files.getUri(), settings)
          .rename(aside, path, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      // No rename over a file there: a crash between these two is repaired by the next run.
      files.delete(path, false);
      if (!files.rename(aside, path)) {
        throw new IOException("the finished file %s cannot be renamed".formatted(aside), e);
      }
    }
  }

  private boolean isLocal() {
    return files.getUri().getScheme().equals("file");
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
