package dev.nightwarden.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.table.PlainFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The folder of the pages. A report of one date is {@code report-2025-03-14.html}, one of several
 * {@code report-2025-03-01--2025-03-31.html}; {@code report.json} holds the data of the page that
 * was written last. Each file is written aside and renamed, so that a reader finds the old or the
 * new one, and equal reports give equal bytes.
 */
public record ReportFolder(
    @Key(
            doc =
                "The folder of the report pages: a local path or a URI such as s3a://bucket/report.",
            required = true)
        String path)
    implements Checked {
  /** The name of the data beside the page. */
  public static final String JSON = "report.json";

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  @Override
  public void check() {
    if (path.isBlank()) {
      throw new IllegalKeyException("path", "is empty");
    }
  }

  /** The file name of a report's page. */
  public static String fileName(Report report) {
    return report.from().equals(report.to())
        ? "report-%s.html".formatted(report.from())
        : "report-%s--%s.html".formatted(report.from(), report.to());
  }

  /** The same for who holds no lease. */
  public String write(Report report, Configuration settings) throws IOException {
    return write(report, settings, () -> {});
  }

  /**
   * Writes the page of a report, and its data beside it.
   *
   * @param report cut to what a page holds ({@link Bounds}) before it is written
   * @param confirmation is run right before a finished file is put in place, and fails where
   *     another run has taken over; one that is paused between the two replaces a file all the same
   * @return where the page is
   * @throws IOException that names the file and says what is wrong with it
   */
  public String write(Report report, Configuration settings, Runnable confirmation)
      throws IOException {
    Report bounded = Bounds.apply(report);
    String page = fileName(bounded);
    replace(JSON, settings, confirmation, out -> ReportJson.write(bounded, out));
    replace(page, settings, confirmation, out -> Page.write(bounded, out));
    return path.endsWith("/") ? path + page : path + "/" + page;
  }

  private interface Content {
    void write(Writer out) throws IOException;
  }

  private void replace(String name, Configuration settings, Runnable confirmation, Content content)
      throws IOException {
    Path folder = folder();
    Path file = new Path(folder, name);
    Path aside = new Path(folder, "." + name + ".tmp");
    try {
      FileSystem files = PlainFiles.of(folder, settings);
      if (!files.mkdirs(folder)) {
        throw new IOException("the folder cannot be made");
      }
      try {
        try (FSDataOutputStream out = files.create(aside, true);
            Writer text = new BufferedWriter(new OutputStreamWriter(out, UTF_8))) {
          content.write(text);
        }
        confirmation.run();
        publish(files, aside, file, settings);
      } finally {
        files.delete(aside, false);
      }
    } catch (IOException e) {
      throw new IOException(
          "%s/%s cannot be written: %s; is report.path a folder that can be written to?"
              .formatted(path, name, e.getMessage()),
          e);
    }
  }

  private static void publish(FileSystem files, Path aside, Path file, Configuration settings)
      throws IOException {
    if (files.getUri().getScheme().equals("file")) {
      Files.move(
          java.nio.file.Path.of(aside.toUri().getPath()),
          java.nio.file.Path.of(file.toUri().getPath()),
          StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      FileContext.getFileContext(files.getUri(), settings)
          .rename(aside, file, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      files.delete(file, false);
      if (!files.rename(aside, file)) {
        throw new IOException("the finished file %s cannot be renamed".formatted(aside), e);
      }
    }
  }

  private Path folder() throws IOException {
    try {
      return URI.matcher(path).matches()
          ? new Path(path)
          : new Path(java.nio.file.Path.of(path).toAbsolutePath().normalize().toUri());
    } catch (IllegalArgumentException e) {
      throw new IOException("report.path %s is not a path: %s".formatted(path, e.getMessage()), e);
    }
  }
}
