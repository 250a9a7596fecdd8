package dev.nightwarden.ingest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Finds the files of a path. */
final class FileListing {
  private FileListing() {}

  /**
   * The files of a path, sorted by name; with folders, also what is inside them. Names that start
   * with an underscore or a dot are hidden.
   *
   * @param path a file, a folder or a pattern ({@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}}),
   *     local or a URI
   */
  static List<SourceFile> list(Configuration conf, String path) throws IOException {
    SortedMap<String, SourceFile> files = new TreeMap<>();
    Path pattern = new Path(path);
    FileSystem system = system(pattern, conf);
    for (FileStatus found : matching(system, pattern)) {
      collect(system, found, files);
    }
    return List.copyOf(files.values());
  }

  private static FileStatus[] matching(FileSystem system, Path pattern) throws IOException {
    try {
      return new FileStatus[] {system.getFileStatus(pattern)};
    } catch (FileNotFoundException noSuchName) {
      FileStatus[] found = system.globStatus(pattern, path -> !isHidden(path));
      return found == null ? new FileStatus[0] : found;
    }
  }

  private static void collect(
      FileSystem system, FileStatus found, SortedMap<String, SourceFile> files) throws IOException {
    if (!found.isDirectory()) {
      String path = shown(found.getPath());
      files.put(path, new SourceFile(path, found.getLen(), found.getModificationTime()));
      return;
    }
    List<FileStatus> inside = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> statuses = system.listStatusIterator(found.getPath());
      while (statuses.hasNext()) {
        inside.add(statuses.next());
      }
    } catch (FileNotFoundException gone) {
      return;
    }
    for (FileStatus status : inside) {
      if (!isHidden(status.getPath())) {
        collect(system, status, files);
      }
    }
  }

  /**
   * The file system of a path. Local files are read as they are: a checksum beside them says
   * nothing of a log that grows.
   */
  static FileSystem system(Path path, Configuration conf) throws IOException {
    FileSystem system = path.getFileSystem(conf);
    return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
  }

  /** Where a listed file is. */
  static Path path(SourceFile file) {
    return file.path().startsWith("/")
        ? new Path("file", null, file.path())
        : new Path(file.path());
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }

  private static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
