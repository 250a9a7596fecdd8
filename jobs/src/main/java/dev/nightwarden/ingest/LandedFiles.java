package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.PlainFiles;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;

/**
 * Removes what a transport landed long ago and what has been read since: {@code DATE/NAME} in its
 * landing folder. A file that was not read whole stays, and whatever else lies there.
 *
 * <p>The files go first, then their rows of {@code files}, then the folder of the date: what a run
 * leaves that dies in between, the next does.
 *
 * @param landing of the transport
 * @param before the first date that stays
 */
record LandedFiles(Warehouse warehouse, Landing landing, LocalDate before) {
  private static final String PATH = "path";
  private static final String LENGTH = "length";
  private static final String STATUS = "status";

  /**
   * Removes them.
   *
   * @return how many files
   */
  long remove() throws IOException {
    Path folder = new Path(landing.folder());
    FileSystem files = PlainFiles.of(folder, landing.hadoop());
    long removed = 0;
    for (FileStatus dated : inside(files, folder)) {
      if (dated.isDirectory() && isOld(dated.getPath().getName())) {
        removed += remove(files, dated.getPath());
      }
    }
    return removed;
  }

  private boolean isOld(String name) {
    try {
      return LocalDate.parse(name).isBefore(before);
    } catch (DateTimeException otherFolder) {
      return false;
    }
  }

  private long remove(FileSystem files, Path folder) throws IOException {
    Column here =
        col(Columns.TRANSPORT)
            .equalTo(landing.transport())
            .and(col(PATH).startsWith(FileListing.shown(folder) + "/"))
            .and(col(STATUS).equalTo(ReadFiles.READ));
    Set<String> read =
        warehouse
            .read(Table.FILES)
            .where(here)
            .selectExpr("concat_ws(' ', %s, %s)".formatted(LENGTH, PATH))
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .collect(Collectors.toSet());
    List<String> stay = new ArrayList<>();
    long removed = 0;
    for (FileStatus file : inside(files, folder)) {
      String path = FileListing.shown(file.getPath());
      if (read.contains(file.getLen() + " " + path) && files.delete(file.getPath(), false)) {
        removed++;
      } else {
        stay.add(path);
      }
    }
    if (!read.isEmpty()) {
      warehouse.delete(Table.FILES, here.and(not(col(PATH).isin(stay.toArray()))));
    }
    if (stay.isEmpty()) {
      files.delete(folder, false);
    }
    return removed;
  }

  private static FileStatus[] inside(FileSystem files, Path folder) throws IOException {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException none) {
      return new FileStatus[0];
    }
  }
}
