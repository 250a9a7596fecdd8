package dev.nightwarden.ingest;

import dev.nightwarden.table.PlainFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Reads slices of files on an executor, one after the other. */
final class SliceReader implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Iterator<Row> NOTHING = Collections.emptyIterator();

  private final LogFiles settings;
  private final Hadoop conf;

  /** The settings of Hadoop's file systems, wherever a task runs. */
  interface Hadoop extends Serializable {
    Configuration settings();
  }

  SliceReader(LogFiles settings, Broadcast<SerializableConfiguration> conf) {
    this(settings, () -> conf.value().value());
  }

  SliceReader(LogFiles settings, Hadoop conf) {
    this.settings = settings;
    this.conf = conf;
  }

  /** The raw records of all slices. */
  Iterator<Row> read(List<FileSlice> slices) {
    LinePattern pattern = settings.linePattern();
    Iterator<FileSlice> rest = slices.iterator();
    OneByOne rows =
        new OneByOne() {
          @Override
          Iterator<Row> open() throws IOException {
            if (!rest.hasNext()) {
              return null;
            }
            FileSlice slice = rest.next();
            file = slice.file();
            return SliceReader.this.open(slice, pattern);
          }
        };
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> rows.close());
    }
    return rows;
  }

  /** Ends the reading of rows of {@link #read} before their end. */
  static void close(Iterator<Row> rows) {
    if (rows instanceof OneByOne open) {
      open.close();
    }
  }

  private Iterator<Row> open(FileSlice slice, LinePattern pattern) throws IOException {
    SourceFile file = slice.file();
    try {
      return settings.format().equals(LogFiles.PARQUET) ? parquet(slice) : text(slice, pattern);
    } catch (FileNotFoundException gone) {
      return RecordText.isDenied(gone) ? unreadable(file, gone) : one(RawRecords.gone(file));
    } catch (UnfitFileException unfit) {
      return isFirst(slice) ? one(RawRecords.unfit(file, unfit.getMessage())) : NOTHING;
    } catch (UncheckedIOException trouble) {
      return unreadable(file, trouble.getCause());
    } catch (IOException denied) {
      return unreadable(file, denied);
    }
  }

  private static boolean isFirst(FileSlice slice) {
    return slice.start() == 0;
  }

  private Iterator<Row> parquet(FileSlice slice) throws IOException {
    SourceFile file = slice.file();
    Path path = FileListing.path(file);
    Configuration configuration = conf.settings();
    try (FSDataInputStream data = PlainFiles.of(path, configuration).open(path)) {
      Contents.checkParquet(file, data, settings);
    }
    return new ParquetRecords(
        file,
        HadoopInputFile.fromPath(path, configuration),
        slice.start(),
        slice.end(),
        settings.maxBytes());
  }

  private Iterator<Row> text(FileSlice slice, LinePattern pattern) throws IOException {
    SourceFile file = slice.file();
    Path path = FileListing.path(file);
    FSDataInputStream data = PlainFiles.of(path, conf.settings()).open(path);
    boolean isOpen = false;
    try {
      Contents contents = Contents.open(file, data, settings);
      boolean isDocuments = settings.documents() || looksLikeDocuments(contents);
      if (!isFirst(slice) && (isDocuments || !contents.isRaw())) {
        // The first slice is read to the end of the file.
        return NOTHING;
      }
      isOpen = true;
      if (isDocuments) {
        return new DocumentReader(file, contents.bytes(), settings.records(), settings.maxBytes());
      }
      long end = contents.isRaw() ? slice.end() : Long.MAX_VALUE;
      if (isFirst(slice)) {
        return lines(slice, new Bytes(contents.bytes(), 0), end, pattern);
      }
      data.seek(slice.start() - 1);
      InputStream rest = Compression.NONE.open(data, file.length(), settings.unpackLimits());
      return lines(slice, new Bytes(rest, slice.start() - 1), end, pattern);
    } finally {
      if (!isOpen) {
        data.close();
      }
    }
  }

  private boolean looksLikeDocuments(Contents contents) throws IOException {
    return settings.format().equals(LogFiles.JSON)
        && JsonShape.isDocuments(contents.bytes().head(JsonShape.LENGTH));
  }

  private RawReader lines(FileSlice slice, Bytes bytes, long end, LinePattern pattern) {
    return settings.format().equals(LogFiles.CSV)
        ? new CsvReader(
                slice.file(),
                bytes,
                settings.delimiter().charAt(0),
                settings.quote().isEmpty() ? CsvReader.NO_QUOTE : settings.quote().charAt(0),
                settings.hasHeader(),
                settings.columns(),
                settings.maxBytes(),
                settings.comments())
            .escapedBy(settings.escape() == null ? CsvReader.NO_QUOTE : settings.escape().charAt(0))
        : new LineReader(
            slice.file(),
            bytes,
            slice.start() > 0,
            end,
            settings.maxBytes(),
            pattern,
            settings.unmatched().equals(LogFiles.SKIP));
  }

  private static Iterator<Row> unreadable(SourceFile file, IOException trouble) {
    return one(RawRecords.unreadable(file, RecordText.trouble(trouble)));
  }

  private static Iterator<Row> one(Row row) {
    return Collections.singletonList(row).iterator();
  }

  /** Iterators one after the other, each opened when the one before is done, and then closed. */
  private abstract static class OneByOne implements Iterator<Row> {
    /** The file that is open. */
    SourceFile file;

    private Iterator<Row> current = Collections.emptyIterator();

    /** The next iterator, or null at the end. */
    abstract Iterator<Row> open() throws IOException;

    @Override
    public boolean hasNext() {
      try {
        while (current != null && !hasMore()) {
          close();
          current = open();
        }
      } catch (IOException trouble) {
        throw new UncheckedIOException(trouble);
      }
      return current != null;
    }

    /** Trouble with one file is one row more; what that means for the others, others say. */
    private boolean hasMore() {
      try {
        return current.hasNext();
      } catch (UncheckedIOException trouble) {
        close();
        current =
            trouble.getCause() instanceof UnfitFileException unfit
                ? one(RawRecords.unfit(file, unfit.getMessage()))
                : unreadable(file, trouble.getCause());
        return true;
      }
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }

    void close() {
      if (current instanceof RawReader reader) {
        try {
          reader.close();
        } catch (IOException harmless) {
          // All that was wanted has been read.
        }
      }
    }
  }
}
