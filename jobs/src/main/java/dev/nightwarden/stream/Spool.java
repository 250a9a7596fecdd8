package dev.nightwarden.stream;

import dev.nightwarden.table.PlainFiles;
import dev.nightwarden.value.Amount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts lines into files of a landing folder, {@code DATE/TIME-RECEIVER-NUMBER.json}.
 *
 * <p>A file is written under a name that starts with {@code _}, as a {@link Part}, and is renamed
 * when it is to be read. What {@link #sync} has told of is on disk, and lands whatever happens:
 * parts that a dead process left are landed by the next.
 */
final class Spool {
  /** Bytes after which a file lands by itself. */
  private static final long LARGE = 32L << 20;

  /** How long a file stays a part. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  private final String transport;
  private final FileSystem files;
  private final Path folder;
  private final Clock clock;
  private final boolean acknowledges;
  private final String receiver = HexFormat.of().toHexDigits(RANDOM.nextLong());
  private int number;
  private long arrivals;
  private FSDataOutputStream out;
  private Part part;
  private Instant begun;
  private long length;
  private long landed;
  private Map<Origin, Long> waiting = new HashMap<>();
  private IOException failure;

  /** Whoever brings lines. */
  interface Origin {
    /** So many more of its lines are on disk, in the order in which they were added. */
    void onDisk(long lines);

    /** Lines of it may be lost, as these cannot be written. */
    void lost(String reason);
  }

  /**
   * @param folder of one transport, as a URI
   * @param acknowledges whether it matters soon that lines are on disk
   */
  Spool(String transport, String folder, Configuration hadoop, Clock clock, boolean acknowledges)
      throws IOException {
    this.transport = transport;
    this.folder = new Path(folder);
    this.files = PlainFiles.of(this.folder, hadoop);
    this.clock = clock;
    this.acknowledges = acknowledges;
  }

  /**
   * Adds a record, which is on disk once its origin is told so.
   *
   * @throws IOException if it cannot be written; all origins are told
   */
  synchronized void add(String from, String text, String refused, Origin origin)
      throws IOException {
    try {
      arrivals++;
      Arrival arrival =
          new Arrival(receiver + "-" + arrivals, clock.instant(), from, text, refused);
      byte[] line = arrival.line();
      if (out == null) {
        begin();
      }
      out.write(line);
      length += line.length;
      landed++;
      waiting.merge(origin, 1L, Long::sum);
      if (length >= LARGE) {
        land();
      }
    } catch (IOException e) {
      waiting.putIfAbsent(origin, 0L);
      throw failed(e);
    }
  }

  /** Brings what was added to disk, and says so to whom it came from. */
  synchronized void sync() throws IOException {
    if (out == null) {
      return;
    }
    boolean isOld = Duration.between(begun, clock.instant()).compareTo(LONGEST) > 0;
    try {
      if (isOld || (acknowledges && !canSync() && !waiting.isEmpty())) {
        land();
      } else if (canSync() && !waiting.isEmpty()) {
        out.hsync();
        tell();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Lands what was added.
   *
   * @return how many lines have been added since the last time
   * @throws IOException if something could not be written, now or since the last time
   */
  synchronized long roll() throws IOException {
    IOException earlier = failure;
    failure = null;
    try {
      land();
    } catch (IOException e) {
      throw failed(e);
    }
    if (earlier != null) {
      recover();
      throw earlier;
    }
    long lines = landed;
    landed = 0;
    return lines;
  }

  private boolean canSync() {
    return out.hasCapability(StreamCapabilities.HSYNC);
  }

  private void begin() throws IOException {
    number++;
    begun = clock.instant();
    length = 0;
    Path dated = new Path(folder, begun.atZone(ZoneOffset.UTC).toLocalDate().toString());
    part = Part.next(dated, begun, receiver, number);
    files.mkdirs(dated);
    out = files.create(part.path(), false);
    part.hold();
  }

  private void land() throws IOException {
    if (out == null) {
      return;
    }
    if (canSync()) {
      out.hsync();
    }
    out.close();
    rename(part.path(), part.whole());
    part.release();
    out = null;
    tell();
  }

  private void tell() {
    Map<Origin, Long> told = waiting;
    waiting = new HashMap<>();
    told.forEach(Origin::onDisk);
  }

  /** Leaves the part to {@link #recover}; nobody is told that its lines are on disk. */
  private IOException failed(IOException e) {
    IOException told =
        new IOException(
            "transports.%s: what is received cannot be written to %s: %s"
                .formatted(transport, folder, e.getMessage()),
            e);
    failure = told;
    if (out != null) {
      try {
        out.close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      out = null;
      part.release();
    }
    Map<Origin, Long> lost = waiting;
    waiting = new HashMap<>();
    lost.keySet().forEach(origin -> origin.lost("what is received cannot be written"));
    return told;
  }

  /** Lands parts that nobody writes any more; a line that was cut is left out. */
  synchronized void recover() throws IOException {
    for (Part left : Part.dead(files, folder, clock.instant())) {
      byte[] all;
      try (FSDataInputStream in = files.open(left.path())) {
        all = readAll(in);
      }
      int end = all.length;
      while (end > 0 && all[end - 1] != '\n') {
        end--;
      }
      boolean isThere = files.exists(left.whole());
      if (end == all.length && end > 0 && !isThere) {
        rename(left.path(), left.whole());
      } else {
        if (end > 0 && !isThere) {
          Path copy = left.copy();
          try (FSDataOutputStream to = files.create(copy, true)) {
            to.write(all, 0, end);
            to.hsync();
          }
          rename(copy, left.whole());
        }
        files.delete(left.path(), false);
      }
      log.info(
          "{}: landed {} that a receiver had left when it died", transport, Amount.of(end, "byte"));
    }
  }

  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toByteArray();
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("%s cannot be renamed to %s".formatted(from, to));
    }
    if ("file".equals(files.getUri().getScheme())) {
      // A name is on disk when its folder is.
      try (FileChannel names =
          FileChannel.open(
              java.nio.file.Path.of(to.getParent().toUri().getPath()), StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** Whether a folder has a file that has landed. */
  static boolean hasFiles(String folder, Configuration hadoop) throws IOException {
    Path landing = new Path(folder);
    FileSystem files = PlainFiles.of(landing, hadoop);
    List<Path> inside = new ArrayList<>();
    for (Path dated : Part.inside(files, landing)) {
      inside.addAll(Part.inside(files, dated));
      if (inside.stream().anyMatch(path -> !path.getName().startsWith("_"))) {
        return true;
      }
    }
    return false;
  }
}
