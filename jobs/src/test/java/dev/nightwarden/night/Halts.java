package dev.nightwarden.night;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Plugin;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.ship.Event;
import dev.nightwarden.ship.Notifier;
import dev.nightwarden.ship.Slice;
import dev.nightwarden.ship.Store;
import io.delta.storage.HDFSLogStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The points of a run at which {@link CrashTest} ends its process, as pulling the plug would: in
 * the middle of each Delta commit ({@code messages#1~}: the first commit to messages, begun and not
 * yet to be seen) and right after it ({@code messages#1+}), between shippers, and before and after
 * a notifier sends ({@code send#2~}, {@code send#2+}).
 */
public final class Halts implements Plugin {
  /** The system property that names the point at which the process ends. */
  static final String AT = "crash.at";

  /** The system property that names the point at which the process waits for {@link #GO}. */
  static final String HOLD = "crash.hold";

  /** The system property that names a file; one of its name and {@link #HELD} is made meanwhile. */
  static final String GO = "crash.go";

  /** The end of the name of the file that says that a process waits. */
  static final String HELD = ".held";

  /** The system property that names a file to which all points are written as they are reached. */
  static final String TRACE = "crash.trace";

  /** The system property that names the table whose files {@link FullDisk} has no space for. */
  static final String FULL = "crash.full";

  /** The exit code of a process that was killed. */
  static final int KILLED = 137;

  private static final Map<String, Integer> times = new HashMap<>();

  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Spool.class, Passage.class);
  }

  /** Counts how often something happened in this process: {@code messages#2}. */
  private static synchronized String numbered(String what) {
    return what + "#" + times.merge(what, 1, Integer::sum);
  }

  private static void reach(String point) {
    if (point.equals(System.getProperty(AT))) {
      Runtime.getRuntime().halt(KILLED);
    }
    if (point.equals(System.getProperty(HOLD))) {
      Path go = Path.of(System.getProperty(GO));
      append(Path.of(go + HELD), point);
      while (!Files.exists(go)) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    String trace = System.getProperty(TRACE);
    if (trace != null) {
      append(Path.of(trace), point);
    }
  }

  private static void append(Path file, String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the log as Delta does where nothing else is asked for. */
  public static final class LogStore extends HDFSLogStore {
    private static final Pattern COMMIT = Pattern.compile(".*/(\\w+)/_delta_log/\\d{20}\\.json");

    public LogStore(Configuration settings) {
      super(settings);
    }

    @Override
    public void write(
        org.apache.hadoop.fs.Path path,
        Iterator<String> actions,
        Boolean overwrite,
        Configuration settings)
        throws IOException {
      Matcher commit = COMMIT.matcher(path.toString());
      if (!commit.matches()) {
        super.write(path, actions, overwrite, settings);
        return;
      }
      String name = numbered(commit.group(1));
      super.write(path, halfWay(actions, name + "~"), overwrite, settings);
      reach(name + "+");
    }

    private static Iterator<String> halfWay(Iterator<String> actions, String point) {
      return new Iterator<>() {
        private int taken;

        @Override
        public boolean hasNext() {
          if (taken == 1) {
            reach(point);
          }
          return actions.hasNext();
        }

        @Override
        public String next() {
          taken++;
          return actions.next();
        }
      };
    }
  }

  /** A disk that is full as soon as one of a table's data files is finished. */
  public static final class FullDisk extends LocalFileSystem {
    public FullDisk() {
      super(new Raw());
    }

    private static final class Raw extends RawLocalFileSystem {
      @Override
      protected OutputStream createOutputStream(org.apache.hadoop.fs.Path file, boolean append)
          throws IOException {
        return limited(file, super.createOutputStream(file, append));
      }

      @Override
      protected OutputStream createOutputStreamWithMode(
          org.apache.hadoop.fs.Path file, boolean append, FsPermission permission)
          throws IOException {
        return limited(file, super.createOutputStreamWithMode(file, append, permission));
      }

      private static OutputStream limited(org.apache.hadoop.fs.Path file, OutputStream out) {
        if (!file.toString().contains("/" + System.getProperty(FULL) + "/")) {
          return out;
        }
        return new FilterOutputStream(out) {
          @Override
          public void close() throws IOException {
            out.close();
            throw new IOException("No space left on device");
          }
        };
      }
    }
  }

  /** Sends by adding a line with the event's id to a file. */
  @TypeName(value = "spool", doc = "Adds ids to a file.")
  record Spool(@Key(doc = "The file.") String file) implements Notifier {
    @Override
    public void send(Event event) {
      String name = numbered("send");
      reach(name + "~");
      append(Path.of(file), event.eventId());
      reach(name + "+");
    }
  }

  /** Stands between two shippers. */
  @TypeName(value = "passage", doc = "Holds nothing.")
  record Passage(@Key(doc = "What comes before.") String after) implements Store {
    @Override
    public long replace(Slice slice) {
      reach(after + "+");
      return 0;
    }
  }
}
