package dev.nightwarden.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * File systems without Hadoop's checksums of local files: those would lie beside files that others
 * read, and say nothing of a log that grows.
 */
public final class PlainFiles {
  private PlainFiles() {}

  /** The file system of a path. */
  public static FileSystem of(Path path, Configuration settings) throws IOException {
    FileSystem system = path.getFileSystem(settings);
    return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
  }
}
