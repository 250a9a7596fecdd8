package dev.nightwarden.ingest;

import dev.nightwarden.ingest.FolderWalk.Found;
import dev.nightwarden.table.PlainFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/** Finds the files of a path. */
final class FileListing {
  private FileListing() {}

  /**
   * The files of a path; with folders, also what is inside them. Names that start with an
   * underscore or a dot are hidden. Links are followed, each file and folder is found once.
   *
   * @param path a file, a folder or a pattern ({@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}}),
   *     local or a URI
   */
  static Listing list(Configuration conf, String path, Excluded excluded) throws IOException {
    FolderWalk walk = new FolderWalk(excluded);
    for (String expanded : GlobExpander.expand(path)) {
      Path pattern = new Path(expanded);
      find(PlainFiles.of(pattern, conf), pattern, walk);
    }
    return walk.end();
  }

  private static void find(FileSystem system, Path pattern, FolderWalk walk) throws IOException {
    FileStatus named = status(system, pattern);
    if (named != null) {
      walk.add(walk.start(system, named));
      return;
    }
    Path at = system.makeQualified(pattern);
    List<String> names = new ArrayList<>();
    FileStatus folder = null;
    while (folder == null && !at.isRoot()) {
      names.add(0, at.getName());
      at = at.getParent();
      folder = status(system, at);
    }
    if (folder != null && folder.isDirectory()) {
      match(walk.start(system, folder), names, walk);
    }
  }

  private static FileStatus status(FileSystem system, Path path) throws IOException {
    try {
      return system.getFileStatus(path);
    } catch (FileNotFoundException noSuchName) {
      return null;
    }
  }

  /** Hadoop's own way with patterns stumbles over colons in names. */
  private static void match(Found folder, List<String> names, FolderWalk walk) throws IOException {
    GlobPattern pattern = new GlobPattern(names.get(0));
    List<String> rest = names.subList(1, names.size());
    for (Found inside : walk.inside(folder)) {
      String name = inside.status().getPath().getName();
      boolean isHidden = isHidden(inside.status().getPath()) && !name.equals(names.get(0));
      if (!isHidden && pattern.matches(name)) {
        if (rest.isEmpty()) {
          walk.add(inside);
        } else if (inside.status().isDirectory()) {
          match(inside, rest, walk);
        }
      }
    }
  }

  /** Where a listed file is. */
  static Path path(SourceFile file) {
    return file.path().startsWith("/")
        ? new Path("file", null, file.path())
        : new Path(file.path());
  }

  static boolean isHidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }

  static String shown(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
