package dev.nightwarden.table;

import dev.nightwarden.plugin.IllegalKeyException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** What lies in the folder of a warehouse, before Delta looks at it. */
final class Layout {
  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.(json|checkpoint.*)");
  private static final String LOG = "_delta_log";

  private Layout() {}

  /**
   * Refuses a place that is not Nightwarden's.
   *
   * @throws IllegalKeyException for the key {@code warehouse}
   */
  static void check(SparkSession spark, String location) {
    Path folder = new Path(location);
    try {
      FileSystem files = fileSystem(spark, location);
      for (Path at = folder; at != null; at = at.getParent()) {
        if (files.exists(at) && files.getFileStatus(at).isFile()) {
          throw refused(
              at.equals(folder)
                  ? "is %s, a file; name a folder".formatted(location)
                  : "is %s, but %s is a file; name a folder".formatted(location, at));
        }
      }
      if (files.exists(new Path(folder, LOG))) {
        throw refused(
            "is %s, which is one Delta table; name a folder of Nightwarden's own"
                .formatted(location));
      }
      boolean isOurs = files.exists(new Path(new Path(folder, Table.LEASE.tableName()), LOG));
      for (Table table : Table.values()) {
        Path place = new Path(folder, table.tableName());
        if (!files.exists(new Path(place, LOG)) && !isLeftover(files, place, table, isOurs)) {
          throw refused(
              ("is %s, but %s there is no Delta table; name a folder of Nightwarden's own,"
                      + " or move that away")
                  .formatted(location, table.tableName()));
        }
      }
    } catch (IOException e) {
      throw cannotLook(location, e);
    }
  }

  /**
   * Whether a folder is a Delta table. A log that has no commit yet is what a run left that died
   * before its first, and is none.
   */
  static boolean hasCommit(SparkSession spark, String table) {
    try {
      return Arrays.stream(inLog(spark, table)).anyMatch(Layout::isOfACommit);
    } catch (IOException e) {
      throw cannotLook(table, e);
    }
  }

  /** Takes away a log without a commit, which Delta takes for a table that is there. */
  static void dropEmptyLog(SparkSession spark, String table) {
    try {
      FileSystem files = fileSystem(spark, table);
      FileStatus[] inside = inLog(spark, table);
      if (Arrays.stream(inside).anyMatch(Layout::isOfACommit)) {
        return;
      }
      for (FileStatus leftover : inside) {
        files.delete(leftover.getPath(), true);
      }
      // Not with what is inside: another run may be at its first commit.
      files.delete(new Path(table, LOG), false);
    } catch (IOException e) {
      throw cannotLook(table, e);
    }
  }

  private static FileStatus[] inLog(SparkSession spark, String table) throws IOException {
    try {
      return fileSystem(spark, table).listStatus(new Path(table, LOG));
    } catch (FileNotFoundException none) {
      return new FileStatus[0];
    }
  }

  /** A commit, a checkpoint of some, or the note of the last one; not what lies beside them. */
  private static boolean isOfACommit(FileStatus status) {
    String name = status.getPath().getName();
    return status.isFile() && (COMMIT.matcher(name).matches() || name.equals("_last_checkpoint"));
  }

  /** A folder's name with its file system's, whatever the working folder is. */
  static String absolute(SparkSession spark, String folder) {
    try {
      return fileSystem(spark, folder).makeQualified(new Path(folder)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("warehouse " + folder + " cannot be reached", e);
    }
  }

  private static FileSystem fileSystem(SparkSession spark, String place) throws IOException {
    return new Path(place).getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  private static UncheckedIOException cannotLook(String place, IOException e) {
    return new UncheckedIOException(
        "%s cannot be accessed: %s".formatted(place, e.getMessage()), e);
  }

  private static IllegalKeyException refused(String problem) {
    return new IllegalKeyException("warehouse", problem);
  }

  /**
   * Whether a table's folder holds nothing, or only what a run left that died before the first
   * commit to the table: such files are nobody's.
   */
  private static boolean isLeftover(FileSystem files, Path place, Table table, boolean isOurs)
      throws IOException {
    FileStatus[] inside;
    try {
      inside = files.listStatus(place);
    } catch (FileNotFoundException none) {
      return true;
    }
    if (inside.length == 1 && inside[0].isFile() && inside[0].getPath().equals(place)) {
      return false;
    }
    return Arrays.stream(inside)
        .map(status -> status.getPath().getName())
        .allMatch(
            name ->
                name.startsWith(".")
                    || (isOurs
                        && name.startsWith(
                            table.partitions().isEmpty()
                                ? "part-"
                                : table.partitions().get(0) + "=")));
  }
}
