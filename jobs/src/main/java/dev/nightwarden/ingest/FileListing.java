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
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;
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
    for (String expanded : GlobExpander.expand(path)) {
      Path pattern = new Path(expanded);
      FileSystem system = system(pattern, conf);
      for (FileStatus found : matching(system, pattern)) {
        collect(system, found, files);
      }
    }
    return List.copyOf(files.values());
  }

  private static List<FileStatus> matching(FileSystem system, Path pattern) throws IOException {
    try {
      return List.of(system.getFileStatus(pattern));
    } catch (FileNotFoundException noSuchName) {
      Path absolute = system.makeQualified(pattern);
      List<String> names = new ArrayList<>();
      for (Path at = absolute; !at.isRoot(); at = at.getParent()) {
        names.add(0, at.getName());
      }
      List<FileStatus> found = new ArrayList<>();
      match(system, new Path(absolute, Path.SEPARATOR), names, found);
      return found;
    }
  }

  /** Hadoop's own way with patterns stumbles over colons in names. */
  private static void match(
      FileSystem system, Path folder, List<String> names, List<FileStatus> found)
      throws IOException {
    GlobPattern pattern = new GlobPattern(names.get(0));
    List<String> rest = names.subList(1, names.size());
    if (!pattern.hasWildcard() && !rest.isEmpty()) {
      match(system, new Path(folder, names.get(0)), rest, found);
      return;
    }
    for (FileStatus inside : inside(system, folder)) {
      String name = inside.getPath().getName();
      boolean isHidden = isHidden(inside.getPath()) && !name.equals(names.get(0));
      if (!isHidden && pattern.matches(name)) {
        if (rest.isEmpty()) {
          found.add(inside);
        } else if (inside.isDirectory()) {
          match(system, inside.getPath(), rest, found);
        }
      }
    }
  }

  private static List<FileStatus> inside(FileSystem system, Path folder) throws IOException {
    List<FileStatus> inside = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> statuses = system.listStatusIterator(folder);
      while (statuses.hasNext()) {
        inside.add(statuses.next());
      }
    } catch (FileNotFoundException gone) {
      return List.of();
    }
    return inside;
  }

  private static void collect(
      FileSystem system, FileStatus found, SortedMap<String, SourceFile> files) throws IOException {
    if (!found.isDirectory()) {
      String path = shown(found.getPath());
      files.put(path, new SourceFile(path, found.getLen(), found.getModificationTime()));
      return;
    }
    for (FileStatus status : inside(system, found.getPath())) {
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
