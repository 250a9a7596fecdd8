package dev.nightwarden.ingest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A walk through folders that enters each once and finds each file once, however many links lead
 * there. What lies in a folder itself goes before what links lead to, so that it is found under its
 * own name. A link to a folder that the link lies in, at whatever depth, leads nowhere new.
 */
final class FolderWalk {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWalk.class);

  private static final String LOCAL = "file:";

  /** Folders in one another; what goes deeper holds itself in a way that no one can see. */
  private static final int DEEPEST = 100;

  private final Excluded excluded;
  private final Map<String, SourceFile> files = new TreeMap<>();
  private final Map<String, String> unreadable = new TreeMap<>();
  private final Set<String> walked = new HashSet<>();
  private final Deque<Found> linked = new ArrayDeque<>();
  private final Map<FileSystem, Boolean> systemsWithLinks = new HashMap<>();
  private long leftOut;

  /**
   * A file or folder on the way.
   *
   * @param below its path below the transport's folder; empty for that folder
   * @param place where it really is
   * @param above the real places of the folders that it was reached through, the nearest last
   * @param isLink whether it is a link itself
   * @param isLinked whether a link is on the way from the transport's folder to here
   */
  record Found(
      FileSystem system,
      FileStatus status,
      String below,
      String place,
      List<String> above,
      boolean isLink,
      boolean isLinked) {}

  FolderWalk(Excluded excluded) {
    this.excluded = excluded;
  }

  /** A folder or file to begin with: links on the way to it do not count. */
  Found start(FileSystem system, FileStatus status) throws IOException {
    return new Found(system, status, "", place(system, status), List.of(), false, false);
  }

  /** What is in a folder, sorted by name, without what is excluded; nothing of what is gone. */
  List<Found> inside(Found folder) throws IOException {
    List<FileStatus> statuses = new ArrayList<>();
    if (folder.above.size() > DEEPEST) {
      unreadable.put(
          FileListing.shown(folder.status.getPath()),
          "it lies in more than %d folders".formatted(DEEPEST));
      return List.of();
    }
    try {
      RemoteIterator<FileStatus> all = folder.system.listStatusIterator(folder.status.getPath());
      while (all.hasNext()) {
        statuses.add(all.next());
      }
    } catch (FileNotFoundException gone) {
      return List.of();
    } catch (IOException denied) {
      if (folder.below.isEmpty()) {
        throw denied;
      }
      unreadable.put(FileListing.shown(folder.status.getPath()), RecordText.trouble(denied));
      return List.of();
    }
    statuses.sort(Comparator.comparing(FileStatus::getPath));
    List<Found> inside = new ArrayList<>();
    for (FileStatus status : statuses) {
      Found found = child(folder, status);
      if (found != null) {
        inside.add(found);
      }
    }
    return inside;
  }

  /** A file or folder inside another; null where it is excluded, gone, or leads nowhere new. */
  private Found child(Found folder, FileStatus listed) throws IOException {
    String name = listed.getPath().getName();
    String below = folder.below.isEmpty() ? name : folder.below + '/' + name;
    if (excluded.has(below)) {
      leftOut++;
      return null;
    }
    FileStatus status = listed;
    String place;
    try {
      if (listed.isSymlink()) {
        status = folder.system.getFileStatus(listed.getPath());
      }
      place = place(folder.system, status);
      status.setPath(listed.getPath());
    } catch (FileNotFoundException gone) {
      return null;
    }
    List<String> above = new ArrayList<>(folder.above);
    above.add(folder.place);
    boolean isLink = !place.equals(folder.place + '/' + name);
    if (isLink && status.isDirectory() && above.stream().anyMatch(at -> isAtOrBelow(at, place))) {
      LOG.info("{} is a symbolic link to a folder above it; not followed", status.getPath());
      return null;
    }
    boolean isLinked = folder.isLinked || isLink;
    return new Found(folder.system, status, below, place, List.copyOf(above), isLink, isLinked);
  }

  private static boolean isAtOrBelow(String place, String folder) {
    return place.equals(folder) || place.startsWith(folder + '/');
  }

  /** Finds a file, or all that a folder holds. */
  void add(Found found) throws IOException {
    if (found.isLinked) {
      linked.add(found);
    } else {
      take(found);
    }
  }

  /** What was found, with what links lead to. */
  Listing end() throws IOException {
    while (!linked.isEmpty()) {
      take(linked.remove());
    }
    List<SourceFile> sorted = new ArrayList<>(files.values());
    sorted.sort(Comparator.comparing(SourceFile::path));
    return new Listing(sorted, unreadable, leftOut);
  }

  private void take(Found found) throws IOException {
    if (!found.status.isDirectory()) {
      files.putIfAbsent(
          hardLinked(found.place),
          new SourceFile(
              FileListing.shown(found.status.getPath()),
              found.status.getLen(),
              found.status.getModificationTime()));
    } else if (walked.add(found.place)) {
      for (Found inside : inside(found)) {
        if (!FileListing.isHidden(inside.status.getPath())) {
          if (inside.isLink) {
            linked.add(inside);
          } else {
            take(inside);
          }
        }
      }
    }
  }

  /** Where a file or folder really is, links followed; without a slash at the end. */
  private String place(FileSystem system, FileStatus status) throws IOException {
    Path path = system.makeQualified(status.getPath());
    if (systemsWithLinks.computeIfAbsent(system, FolderWalk::hidesLinks)) {
      path = system.resolvePath(path);
    }
    boolean isLocal =
        system instanceof RawLocalFileSystem || "file".equals(path.toUri().getScheme());
    String place = isLocal ? LOCAL + real(path.toUri().getPath()) : path.toString();
    return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
  }

  private static String real(String path) throws IOException {
    try {
      return java.nio.file.Path.of(path).toRealPath().toString();
    } catch (NoSuchFileException gone) {
      throw new FileNotFoundException(path);
    } catch (FileSystemException | InvalidPathException denied) {
      // It is named all the same; whoever opens it will tell.
      return path;
    }
  }

  /** One name for all that a file has in its file system. */
  private static String hardLinked(String place) throws IOException {
    try {
      if (place.startsWith(LOCAL)) {
        java.nio.file.Path file = java.nio.file.Path.of(place.substring(LOCAL.length()));
        Map<String, Object> known = Files.readAttributes(file, "unix:nlink,dev,ino");
        if (((Number) known.get("nlink")).longValue() > 1) {
          return "%s:%s".formatted(known.get("dev"), known.get("ino"));
        }
      }
    } catch (FileSystemException | UnsupportedOperationException | IllegalArgumentException none) {
      return place;
    }
    return place;
  }

  /** Whether a file system follows links without saying so: the local one, also below another. */
  private static boolean hidesLinks(FileSystem system) {
    if (system instanceof RawLocalFileSystem || "file".equals(system.getUri().getScheme())) {
      return true;
    }
    FileSystem[] below = system.getChildFileSystems();
    if (below == null) {
      return false;
    }
    for (FileSystem one : below) {
      if (one != system && hidesLinks(one)) {
        return true;
      }
    }
    return false;
  }
}
