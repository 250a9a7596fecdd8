package dev.nightwarden.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How a file is packed, by its first bytes or by the end of its name. */
enum Compression {
  NONE("", "(?!)") {
    @Override
    InputStream unpack(InputStream packed) {
      return packed;
    }
  },
  GZIP(".gz", "\\x1f\\x8b") {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new GZIPInputStream(packed, BUFFER);
    }
  },
  BZIP2(".bz2", "BZh[1-9](1AY&SY|\\x17rE8P\\x90)") {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new ByteWise(new BZip2CompressorInputStream(packed, true));
    }
  },
  ZSTD(".zst", "\\x28\\xb5\\x2f\\xfd|[\\x50-\\x5f]\\x2a\\x4d\\x18") {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new ZstdInputStreamNoFinalizer(packed);
    }
  };

  private static final int BUFFER = 1 << 16;

  /** Bytes that say which compression it is. */
  private static final int START = 10;

  private final String ending;
  private final Pattern start;

  /**
   * @param start how its data starts, each byte a character; a zstd file may start with a frame to
   *     be skipped
   */
  Compression(String ending, String start) {
    this.ending = ending;
    this.start = Pattern.compile(start);
  }

  abstract InputStream unpack(InputStream packed) throws IOException;

  /** The compression that bytes start with. */
  static Compression of(byte[] head) {
    for (Compression compression : values()) {
      if (compression.start(head).lookingAt()) {
        return compression;
      }
    }
    return NONE;
  }

  /** Whether bytes are the start of such data, cut off before one could be sure. */
  boolean mayStart(byte[] head) {
    Matcher matcher = start(head);
    return head.length < START && !matcher.lookingAt() && matcher.hitEnd();
  }

  private Matcher start(byte[] head) {
    int length = Math.min(START, head.length);
    return start.matcher(new String(head, 0, length, StandardCharsets.ISO_8859_1));
  }

  /** The compression that a file's name speaks of. */
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
   * <p>Trouble with the contents is a {@link BrokenFileException}; more of them than allowed an
   * {@link UnfitFileException}; trouble with reading them at all an {@link UncheckedIOException}.
   *
   * @param length of the file, in bytes
   */
  InputStream open(InputStream file, long length, UnpackLimits limits) {
    return this == NONE ? new Source(file) : new Unpacked(file, this, length, limits);
  }

  /** As messages name it. */
  String what() {
    return name().toLowerCase(Locale.ROOT);
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
    private final long length;
    private final UnpackLimits limits;
    private InputStream contents;
    private long unpacked;

    Unpacked(InputStream file, Compression compression, long length, UnpackLimits limits) {
      this.file = new Packed(new Source(file));
      this.compression = compression;
      this.length = length;
      this.limits = limits;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = unpack(bytes, offset, count);
      unpacked += Math.max(0, read);
      limits.check(unpacked, length);
      return read;
    }

    private int unpack(byte[] bytes, int offset, int count) throws IOException {
      try {
        if (contents == null) {
          contents = compression.unpack(file);
        }
        return contents.read(bytes, offset, count);
      } catch (UncheckedIOException below) {
        throw below;
      } catch (IOException | RuntimeException broken) {
        String name = compression.what();
        String told = String.valueOf(broken.getMessage());
        if (told.contains("too much memory")) {
          throw new UnfitFileException(
              "its %s data asks for a window that is too large".formatted(name));
        }
        boolean tooShort =
            broken instanceof EOFException
                || told.startsWith("Truncated")
                || told.contains("end of stream");
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
