package dev.nightwarden.night;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.pipeline.Unchecked;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/**
 * One file for each holder, named by its number; the highest number is the latest. A file is made
 * only where there is none ({@link Claims}).
 *
 * <p>The folder lies in that of the table {@code lease}, which Delta passes over for its
 * underscore.
 */
final class HolderFiles implements Holders {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\d{20}\\.json");
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final int MAX_READS = 5;

  private final Warehouse warehouse;
  private final Path folder;
  private final FileSystem files;
  private final Claims claims;

  HolderFiles(Warehouse warehouse, String leaseTable) {
    this.warehouse = warehouse;
    this.folder = new Path(leaseTable, "_holders");
    Configuration conf = warehouse.spark().sessionState().newHadoopConf();
    try {
      this.files = folder.getFileSystem(conf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.claims = new Claims(warehouse.spark(), files, conf, SETTLE);
  }

  @Override
  public Optional<Holder> latest() {
    while (true) {
      List<FileStatus> there = list();
      if (there.isEmpty()) {
        return warehouse.exists(Table.LEASE) ? ofTable() : Optional.empty();
      }
      Optional<Holder> latest = read(there.get(there.size() - 1));
      if (latest.isPresent()) {
        return latest;
      }
    }
  }

  /** Before format 3 it was a row of the table; none while another run is making the table. */
  private Optional<Holder> ofTable() {
    try {
      return new HolderRows(warehouse).latest();
    } catch (Exception e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      if (e instanceof SparkThrowable thrown
          && "DELTA_TABLE_NOT_FOUND".equals(thrown.getCondition())) {
        return Optional.empty();
      }
      throw Unchecked.rethrown(e);
    }
  }

  @Override
  public void succeed(Holder previous, Holder next) {
    try {
      // It holds the number of the warehouse's format.
      warehouse.make(Table.LEASE);
      Path file = file(next);
      claims.claim(file, JSON.writeValueAsString(next));
      for (FileStatus status : list()) {
        if (status.getPath().getName().compareTo(file.getName()) < 0) {
          files.delete(status.getPath(), false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void update(Holder holder) {
    try {
      Path file = file(holder);
      if (Claims.isLocal(file)) {
        // Delta's log store empties a local file before it writes it, and others read it meanwhile.
        java.nio.file.Path local = Claims.local(file);
        java.nio.file.Path next = local.resolveSibling("." + local.getFileName() + ".next");
        Files.write(next, JSON.writeValueAsBytes(holder));
        Files.move(next, local, StandardCopyOption.ATOMIC_MOVE);
      } else {
        claims.write(file, JSON.writeValueAsString(holder), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Holder holder) {
    return new Path(folder, "%020d.json".formatted(holder.number()));
  }

  /** In the order of their numbers. */
  private List<FileStatus> list() {
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(status -> NAME.matcher(status.getPath().getName()).matches())
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** None if a later holder has removed it. */
  private Optional<Holder> read(FileStatus status) {
    for (int attempt = 1; ; attempt++) {
      try (InputStream in = files.open(status.getPath())) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return Optional.of(
            text.isBlank() ? beingWritten(status) : JSON.readValue(text, Holder.class));
      } catch (FileNotFoundException removed) {
        return Optional.empty();
      } catch (IOException e) {
        // An object store stops giving an object that is renewed meanwhile.
        if (attempt == MAX_READS) {
          throw new UncheckedIOException(
              "%s cannot be read: %s; remove it if no run is at work"
                  .formatted(status.getPath(), e.getMessage()),
              e);
        }
      }
    }
  }

  /** A file that is made is empty for a moment, for good if its maker died in that moment. */
  private static Holder beingWritten(FileStatus status) {
    String name = status.getPath().getName();
    long seconds = status.getModificationTime() / 1000;
    return new Holder(
        Long.parseLong(name.substring(0, name.indexOf('.'))),
        "that begins",
        "",
        0,
        null,
        seconds,
        seconds,
        null,
        null);
  }
}
