package dev.nightwarden.ship;

import com.univocity.parsers.common.TextWritingException;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import dev.nightwarden.table.Fence;
import java.io.BufferedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A CSV file of ours, or the folder that holds some.
 *
 * @param shown the path as the config writes it, for messages
 * @param fence whose run writes; null where nobody asked for the lease
 */
record CsvFile(String shown, Path path, FileSystem files, Configuration settings, Fence fence) {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /** What a spreadsheet passes over before it looks for a formula, and then one. */
  private static final Pattern FORMULA =
      Pattern.compile("'*+([\t\r\n]|['\\p{Z}\\p{C}]*+[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

  /** What a file is called before it is finished, and for whom. */
  private static final Pattern ASIDE = Pattern.compile("\\.(.+?)(?:\\.(\\d{1,18}))?\\.tmp");

  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  /**
   * @param shown a local path, or a URI of a file system that Hadoop knows
   */
  static CsvFile at(String shown, Configuration settings, Fence fence) throws IOException {
    try {
      Path path =
          URI.matcher(shown).matches()
              ? new Path(shown)
              : new Path(java.nio.file.Path.of(shown).toAbsolutePath().normalize().toUri());
      FileSystem files = path.getFileSystem(settings);
      // The checksummed local file system would leave .crc files beside ours.
      FileSystem plain = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
      return new CsvFile(shown, path, plain, settings, fence);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new IOException("%s is not a path: %s".formatted(shown, e.getMessage()), e);
    }
  }

  CsvFile child(String name) {
    return new CsvFile(shown + "/" + name, new Path(path, name), files, settings, fence);
  }

  /** The files in this folder whose name fits; none when there is no folder. */
  List<CsvFile> children(Pattern name) throws IOException {
    List<CsvFile> found = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(path)) {
        if (file.isFile() && name.matcher(file.getPath().getName()).matches()) {
          found.add(child(file.getPath().getName()));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return found;
  }

  String name() {
    return path.getName();
  }

  /** Refuses a file that another program or a person has written. */
  void checkOurs(StoredTable table) throws IOException {
    if (!files.exists(path)) {
      return;
    }
    if (!files.getFileStatus(path).isFile()) {
      throw new IOException("%s is not a file: name another one".formatted(shown));
    }
    if (!isOurs(table)) {
      throw new IOException(
          ("%s is there already and is not a file of Nightwarden's (its first line is not"
                  + " \"%s,...\"): name another file, or move that one away")
              .formatted(shown, String.join(",", table.names().subList(0, 2))));
    }
  }

  /**
   * Whether the file begins with the header of a data set, of this version or an earlier one; an
   * empty file holds nothing that could be lost.
   */
  boolean isOurs(StoredTable table) throws IOException {
    return files.getFileStatus(path).getLen() == 0 || version(table) > 0;
  }

  /** Whether the file begins with the header of an earlier version. */
  boolean isEarlier(StoredTable table) throws IOException {
    int version = table.version() == 1 ? 1 : version(table);
    return version > 0 && version < table.version();
  }

  /** The version of a data set whose header the file begins with; 0 for none. */
  private int version(StoredTable table) throws IOException {
    byte[] start = new byte[header(table, table.version()).length() + 8];
    int length;
    try (InputStream in = files.open(path)) {
      length = in.readNBytes(start, 0, start.length);
    }
    String text = new String(start, 0, length, StandardCharsets.UTF_8);
    // A spreadsheet that saved the file put a byte order mark in front.
    String line = text.lines().findFirst().orElse("").replaceFirst("^\uFEFF", "");
    return IntStream.rangeClosed(1, table.version())
        .filter(version -> line.equals(header(table, version)))
        .findFirst()
        .orElse(0);
  }

  private static String header(StoredTable table, int version) {
    return String.join(",", table.names(version));
  }

  /** Removes what earlier runs left unfinished, of any file in the same folder whose name fits. */
  void dropUnfinished(Pattern name) throws IOException {
    if (fence == null || !files.exists(path.getParent())) {
      return;
    }
    for (FileStatus file : files.listStatus(path.getParent())) {
      Matcher aside = ASIDE.matcher(file.getPath().getName());
      if (aside.matches() && name.matcher(aside.group(1)).matches()) {
        String number = aside.group(2);
        if (number == null || Long.parseLong(number) < fence.number()) {
          files.delete(file.getPath(), false);
        }
      }
    }
  }

  /** Where the rows are written before they are a file; no two runs share one. */
  private String aside(String file) {
    return "." + file + (fence == null ? "" : "." + fence.number()) + ".tmp";
  }

  /** Deletes the file, unless another run has taken over. */
  void delete() throws IOException {
    confirm();
    files.delete(path, false);
  }

  /**
   * Replaces the file by these rows: written aside, then renamed unless another run has taken over.
   * A failure leaves what was there.
   *
   * @return the number of rows
   */
  long write(List<String> header, Iterator<String[]> rows) throws IOException {
    Path aside = new Path(path.getParent(), aside(name()));
    try {
      if (!files.mkdirs(path.getParent())) {
        throw new IOException("its folder cannot be made");
      }
      long count = writeAside(aside, header, rows);
      confirm();
      publish(aside);
      return count;
    } catch (IOException | RuntimeException | Error e) {
      try {
        files.delete(aside, false);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      if (e instanceof IOException) {
        throw new IOException("%s cannot be written: %s".formatted(shown, e.getMessage()), e);
      }
      throw e;
    }
  }

  private long writeAside(Path aside, List<String> header, Iterator<String[]> rows)
      throws IOException {
    long count = 0;
    try (FSDataOutputStream out = files.create(aside, true);
        BufferedWriter text =
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      CsvWriter csv = new CsvWriter(text, format());
      csv.writeRow(header.toArray(String[]::new));
      while (rows.hasNext()) {
        String[] row = rows.next();
        for (int i = 0; i < row.length; i++) {
          row[i] = neutralized(row[i]);
        }
        csv.writeRow(row);
        count++;
      }
      csv.flush();
      if (isLocal()) {
        out.hsync();
      }
    } catch (TextWritingException | IllegalStateException | FSError e) {
      // A full disk is any of these: the writer's, the writer's on closing, Hadoop's.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException why) {
          throw why;
        }
      }
      throw e;
    }
    return count;
  }

  private void confirm() {
    if (fence != null) {
      fence.confirm();
    }
  }

  private void publish(Path aside) throws IOException {
    if (isLocal()) {
      Files.move(local(aside), local(path), StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      FileContext.getFileContext(files.getUri(), settings)
          .rename(aside, path, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      // No rename over a file there: a crash between these two is repaired by the next run.
      files.delete(path, false);
      if (!files.rename(aside, path)) {
        throw new IOException("the finished file %s cannot be renamed".formatted(aside), e);
      }
    }
  }

  private boolean isLocal() {
    return files.getUri().getScheme().equals("file");
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** The cell with an apostrophe in front where a spreadsheet would run it as a formula. */
  static String neutralized(String cell) {
    if (cell == null || cell.isEmpty() || NEGATIVE_NUMBER.matcher(cell).matches()) {
      return cell;
    }
    return FORMULA.matcher(cell).lookingAt() ? "'" + cell : cell;
  }

  private static CsvWriterSettings format() {
    CsvWriterSettings csv = new CsvWriterSettings();
    csv.getFormat().setLineSeparator("\r\n");
    csv.getFormat().setQuoteEscape('"');
    csv.setNormalizeLineEndingsWithinQuotes(false);
    csv.setIgnoreLeadingWhitespaces(false);
    csv.setIgnoreTrailingWhitespaces(false);
    csv.setSkipEmptyLines(false);
    csv.setNullValue("");
    csv.setEmptyValue("\"\"");
    csv.setQuoteEscapingEnabled(true);
    csv.setMaxCharsPerColumn(-1);
    return csv;
  }
}
