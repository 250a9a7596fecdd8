package dev.nightwarden.stream;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that is being written, {@code _NAME.PID@HOST}, and what it will be called.
 *
 * @param begun when
 * @param pid of the process that writes it
 * @param host its machine
 */
record Part(Path path, Path whole, Instant begun, long pid, String host) {
  /** No file is a part for so long, whoever writes it. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Pattern NAME =
      Pattern.compile("_((\\d{1,15})-[0-9a-f]+-\\d+\\.json)\\.(\\d+)@(.+)");

  /** The paths that this process writes to. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final String HERE = here();

  static Part next(Path folder, Instant begun, String receiver, int number) {
    String name = "%d-%s-%d.json".formatted(begun.toEpochMilli(), receiver, number);
    long pid = ProcessHandle.current().pid();
    return new Part(
        new Path(folder, "_%s.%d@%s".formatted(name, pid, HERE)),
        new Path(folder, name),
        begun,
        pid,
        HERE);
  }

  void hold() {
    HELD.add(path);
  }

  void release() {
    HELD.remove(path);
  }

  /** Where it is copied to when it is not landed as it is. */
  Path copy() {
    return new Path(path.getParent(), "_copy-" + whole.getName());
  }

  /** The parts in the folders of a folder that nobody writes any more. */
  static List<Part> dead(FileSystem files, Path folder, Instant now) throws IOException {
    List<Part> dead = new ArrayList<>();
    for (Path dated : inside(files, folder)) {
      for (Path path : inside(files, dated)) {
        Matcher name = NAME.matcher(path.getName());
        if (name.matches()) {
          Part part =
              new Part(
                  path,
                  new Path(dated, name.group(1)),
                  Instant.ofEpochMilli(Long.parseLong(name.group(2))),
                  Long.parseLong(name.group(3)),
                  name.group(4));
          if (part.isDead(now)) {
            dead.add(part);
          }
        }
      }
    }
    return dead;
  }

  private boolean isDead(Instant now) {
    if (HELD.contains(path)) {
      return false;
    }
    boolean isGone =
        host.equals(HERE)
            && (pid == ProcessHandle.current().pid()
                || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    return isGone || Duration.between(begun, now).compareTo(PATIENCE) > 0;
  }

  /** What is inside a folder; nothing where it is not there. */
  static List<Path> inside(FileSystem files, Path folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder)).map(FileStatus::getPath).toList();
    } catch (FileNotFoundException none) {
      return List.of();
    }
  }

  private static String here() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
