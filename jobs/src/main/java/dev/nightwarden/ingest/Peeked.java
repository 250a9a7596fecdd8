package dev.nightwarden.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream whose first bytes can be looked at before they are read. Trouble that comes while they
 * are looked at is told where it would have been told.
 */
final class Peeked extends InputStream {
  private final InputStream in;
  private byte[] head = new byte[0];
  private int at;
  private IOException trouble;

  Peeked(InputStream in) {
    this.in = in;
  }

  /**
   * The first bytes, to be asked for before anything is read.
   *
   * @param length how many at most; fewer where the stream, or what can be read of it, ends before
   */
  byte[] head(int length) throws IOException {
    int known = head.length;
    if (known < length && trouble == null) {
      head = Arrays.copyOf(head, length);
      try {
        for (int read = 0; known < length && read >= 0; ) {
          read = in.read(head, known, length - known);
          known += Math.max(0, read);
        }
      } catch (BrokenFileException told) {
        trouble = told;
      } finally {
        head = Arrays.copyOf(head, known);
      }
    }
    return Arrays.copyOf(head, Math.min(length, head.length));
  }

  /** Leaves out the first bytes. */
  void drop(int length) {
    at += length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (at < head.length) {
      int count = Math.min(length, head.length - at);
      System.arraycopy(head, at, bytes, offset, count);
      at += count;
      return count;
    }
    if (trouble != null) {
      throw trouble;
    }
    return in.read(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
