package dev.nightwarden.ingest;

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
import org.apache.hadoop.fs.FileSystem;
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

  private final Files settings;
  private final Broadcast<SerializableConfiguration> conf;

  SliceReader(Files settings, Broadcast<SerializableConfiguration> conf) {
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
            what = slice.file().path();
            return SliceReader.this.open(slice, pattern);
          }
        };
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> rows.close());
    }
    return rows;
  }

  private Iterator<Row> open(FileSlice slice, LinePattern pattern) throws IOException {
    SourceFile file = slice.file();
    Path path = FileListing.path(file);
    InputStream in;
    long start = slice.start();
    try {
      Configuration configuration = conf.value().value();
      if (settings.format().equals(Files.PARQUET)) {
        return new ParquetRecords(
            file,
            HadoopInputFile.fromPath(path, configuration),
            start,
            slice.end(),
            settings.maxBytes());
      }
      FileSystem system = FileListing.system(path, configuration);
      FSDataInputStream data = system.open(path);
      if (start > 0) {
        start--;
        data.seek(start);
      }
      in = data;
    } catch (FileNotFoundException gone) {
      return isDenied(gone) ? unreadable(file, gone) : one(RawRecords.gone(file));
    } catch (IOException denied) {
      return unreadable(file, denied);
    }
    InputStream contents = Compression.of(file.path()).open(in);
    return settings.documents()
        ? new DocumentReader(file, contents, settings.records(), settings.maxBytes())
        : lines(slice, new Bytes(contents, start), pattern);
  }

  private RawReader lines(FileSlice slice, Bytes bytes, LinePattern pattern) {
    return settings.format().equals(Files.CSV)
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
            slice.end(),
            settings.maxBytes(),
            pattern,
            settings.unmatched().equals(Files.SKIP));
  }

  private static boolean isDenied(IOException trouble) {
    return String.valueOf(trouble.getMessage()).contains("Permission denied");
  }

  private static Iterator<Row> unreadable(SourceFile file, IOException trouble) {
    String reason = isDenied(trouble) ? "permission denied" : String.valueOf(trouble.getMessage());
    return one(RawRecords.unreadable(file, Shown.value(reason)));
  }

  private static Iterator<Row> one(Row row) {
    return Collections.singletonList(row).iterator();
  }

  /** Iterators one after the other, each opened when the one before is done, and then closed. */
  private abstract static class OneByOne implements Iterator<Row> {
    /** The file that is open, for errors. */
    String what;

    private Iterator<Row> current = Collections.emptyIterator();

    /** The next iterator, or null at the end. */
    abstract Iterator<Row> open() throws IOException;

    @Override
    public boolean hasNext() {
      try {
        while (current != null && !current.hasNext()) {
          close();
          current = open();
        }
      } catch (UncheckedIOException trouble) {
        throw cannotRead(trouble.getCause());
      } catch (IOException trouble) {
        throw cannotRead(trouble);
      }
      return current != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }

    private UncheckedIOException cannotRead(IOException trouble) {
      return new UncheckedIOException(
          new IOException("cannot read %s: %s".formatted(what, trouble.getMessage()), trouble));
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
