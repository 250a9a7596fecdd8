package dev.nightwarden.table;

import io.delta.storage.S3SingleDriverLogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log store for S3, whose commits are written on condition that there is none of that
 * number: Delta's own looks before it writes, and of two drivers that do so at once the second
 * overwrites the first's commit. Where Hadoop cannot put the condition, it is Delta's own.
 */
public final class ConditionalLogStore extends S3SingleDriverLogStore {
  /**
   * @param settings Hadoop's, as Delta passes them on
   */
  public ConditionalLogStore(Configuration settings) {
    super(settings);
  }

  /** Whether files of a path can be made on condition that there are none. */
  public static boolean isPossible(FileSystem files, Path path) throws IOException {
    return files.hasPathCapability(
        path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
  }

  /**
   * Makes a file on condition that there is none.
   *
   * @return false where there is one; it may be this one, if the answer to the write got lost and
   *     it was sent again
   * @throws IOException if it can neither be made nor is there
   */
  public static boolean create(FileSystem files, Path path, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> onCondition = files.createFile(path);
    onCondition.overwrite(false);
    onCondition.recursive();
    onCondition.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (FSDataOutputStream out = onCondition.build()) {
      out.write(content);
    } catch (IOException refused) {
      if (files.exists(path)) {
        return false;
      }
      throw refused;
    }
    return true;
  }

  @Override
  public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration settings)
      throws IOException {
    FileSystem files = path.getFileSystem(settings);
    if (overwrite || !isPossible(files, path)) {
      super.write(path, actions, overwrite, settings);
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    while (actions.hasNext()) {
      lines.writeBytes(actions.next().getBytes(StandardCharsets.UTF_8));
      lines.write('\n');
    }
    byte[] commit = lines.toByteArray();
    // No two commits are the same: each names its transaction.
    if (!create(files, path, commit) && !Arrays.equals(commit, read(files, path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private static byte[] read(FileSystem files, Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }
}
