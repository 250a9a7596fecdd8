package dev.nightwarden.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How a file is packed, by the end of its name. */
enum Compression {
  NONE("") {
    @Override
    InputStream unpack(InputStream packed) {
      return packed;
    }
  },
  GZIP(".gz") {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new GZIPInputStream(packed, BUFFER);
    }
  },
  BZIP2(".bz2") {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new ByteWise(new BZip2CompressorInputStream(packed, true));
    }
  },
  ZSTD(".zst") {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new ZstdInputStreamNoFinalizer(packed);
    }
  };

  private static final int BUFFER = 1 << 16;

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  abstract InputStream unpack(InputStream packed) throws IOException;

  /** The compression of a file. */
  static Compression of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".zstd")) {
      return ZSTD;
    }
    for (Compression compression : values()) {
      if (compression != NONE && name.endsWith(compression.ending)) {
        return compression;
      }
    }
    return NONE;
  }

  /**
   * The bytes inside.
   *
   * <p>Trouble with the contents is a {@link BrokenFileException}; trouble with reading them at all
   * is an {@link UncheckedIOException}.
   */
  InputStream open(InputStream file) {
    return this == NONE ? new Source(file) : new Unpacked(file, this);
  }

  /** Tells trouble below from trouble with the contents, which would both be IOExceptions. */
  private static final class Source extends FilterInputStream {
    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException trouble) {
        throw new UncheckedIOException(trouble);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException trouble) {
        throw new UncheckedIOException(trouble);
      }
    }
  }

  /** A file of which {@link #available} is 0 only at the end: there may be more parts before. */
  private static final class Packed extends BufferedInputStream {
    Packed(InputStream in) {
      super(in, BUFFER);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      boolean atEnd = read() < 0;
      reset();
      return atEnd ? 0 : Math.max(1, super.available());
    }
  }

  /** Gives what could be read before trouble came, which it tells at the next reading. */
  private static final class ByteWise extends FilterInputStream {
    private IOException trouble;

    ByteWise(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = 0;
      while (read < length && trouble == null) {
        int next = -1;
        try {
          next = in.read();
        } catch (IOException told) {
          trouble = told;
        }
        if (next < 0) {
          break;
        }
        bytes[offset + read++] = (byte) next;
      }
      if (read == 0 && trouble != null) {
        throw trouble;
      }
      return read == 0 ? -1 : read;
    }
  }

  private static final class Unpacked extends InputStream {
    private final InputStream file;
    private final Compression compression;
    private InputStream contents;

    Unpacked(InputStream file, Compression compression) {
      this.file = new Packed(new Source(file));
      this.compression = compression;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        if (contents == null) {
          contents = compression.unpack(file);
        }
        return contents.read(bytes, offset, length);
      } catch (UncheckedIOException below) {
        throw below;
      } catch (IOException | RuntimeException broken) {
        String name = compression.name().toLowerCase(Locale.ROOT);
        boolean tooShort =
            broken instanceof EOFException
                || String.valueOf(broken.getMessage()).startsWith("Truncated")
                || String.valueOf(broken.getMessage()).contains("end of stream");
        throw new BrokenFileException(
            tooShort
                ? "its %s data ends too early".formatted(name)
                : "its %s data is damaged".formatted(name),
            broken);
      }
    }

    @Override
    public void close() throws IOException {
      if (contents != null) {
        contents.close();
      }
      file.close();
    }
  }
}
