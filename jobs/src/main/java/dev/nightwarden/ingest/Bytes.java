package dev.nightwarden.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Bytes one after the other, with a place in the stream and a way back. */
final class Bytes implements Closeable {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private byte[] block = new byte[BLOCK];
  private int at;
  private int end;
  private long position;
  private int last = '\n';

  /**
   * Opens a stream.
   *
   * @param position of its first byte
   */
  Bytes(InputStream in, long position) {
    this.in = in;
    this.position = position;
  }

  /** The next byte, 0 to 255, or -1 at the end. */
  int read() throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    position++;
    last = block[at++] & 0xFF;
    return last;
  }

  /** The byte that {@link #read} gives next, without reading it. */
  int peek() throws IOException {
    return at == end && !fill() ? -1 : block[at] & 0xFF;
  }

  /** Whether all is read, and there was no line feed at the end: perhaps more is being written. */
  boolean endsInsideLine() throws IOException {
    return last != '\n' && peek() < 0;
  }

  /** Where the next byte is. */
  long position() {
    return position;
  }

  /** Reads past a byte order mark, if one is next. */
  void dropByteOrderMark() throws IOException {
    byte[] start = new byte[3];
    int length = 0;
    while (length < 3 && peek() == new int[] {0xEF, 0xBB, 0xBF}[length]) {
      start[length++] = (byte) read();
    }
    if (length < 3) {
      unread(start, 0, length);
    }
  }

  /** Gives bytes back, to be read next. */
  void unread(byte[] bytes, int from, int length) {
    if (at < length) {
      byte[] wider = new byte[Math.max(BLOCK, length + end - at)];
      System.arraycopy(block, at, wider, wider.length - (end - at), end - at);
      at = wider.length - (end - at);
      end = wider.length;
      block = wider;
    }
    at -= length;
    position -= length;
    System.arraycopy(bytes, from, block, at, length);
  }

  /**
   * Reads to the next line feed, or to the end.
   *
   * @param line takes the bytes before it
   * @return whether there was anything
   */
  boolean readLine(Gathered line) throws IOException {
    line.clear();
    boolean any = false;
    while (at < end || fill()) {
      any = true;
      int from = at;
      while (at < end && block[at] != '\n') {
        at++;
      }
      line.add(block, from, at - from);
      position += at - from;
      if (at < end) {
        read();
        return true;
      }
      last = block[at - 1];
    }
    return any;
  }

  private boolean fill() throws IOException {
    if (block.length != BLOCK) {
      block = new byte[BLOCK];
    }
    at = 0;
    end = 0;
    int read = in.read(block, 0, block.length);
    if (read <= 0) {
      return false;
    }
    end = read;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
