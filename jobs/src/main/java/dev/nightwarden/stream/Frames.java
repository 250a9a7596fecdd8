package dev.nightwarden.stream;

import dev.nightwarden.value.Amount;
import java.util.Arrays;

/**
 * Takes the bytes of one sender apart into records: lines, or, where a record begins with its
 * length in decimal digits and a space, so many bytes (octet counting, RFC 6587, section 3.4.1).
 * Holds at most {@code maxBytes} of a record that has not ended.
 */
final class Frames {
  /** How many times {@code maxBytes} of one record are passed over before the sender is let go. */
  static final int PATIENCE = 16;

  private static final int MOST_DIGITS = 10;

  private final int maxBytes;
  private final Taker taker;
  private byte[] kept = new byte[512];
  private int size;
  private long length;
  private long rest;
  private State state = State.BETWEEN;

  private enum State {
    BETWEEN,
    COUNT,
    COUNTED,
    LINE
  }

  /** Is given the records. */
  interface Taker {
    /** A record, without its end; never blank. */
    void take(byte[] record);

    /**
     * A record that is refused.
     *
     * @param start the first bytes of it, at most {@code maxBytes}
     */
    void refuse(byte[] start, String reason);
  }

  /**
   * @param maxBytes of a record; of longer ones only that many are kept, to show them
   */
  Frames(int maxBytes, Taker taker) {
    this.maxBytes = maxBytes;
    this.taker = taker;
  }

  /**
   * Takes what has come.
   *
   * @throws EndlessRecordException if a record goes on far beyond what is allowed; the refused
   *     record was given before, and no more is to be fed
   */
  void feed(byte[] chunk) throws EndlessRecordException {
    int at = 0;
    while (at < chunk.length) {
      switch (state) {
        case BETWEEN -> {
          if (!isBetween(chunk[at])) {
            state = chunk[at] >= '1' && chunk[at] <= '9' ? State.COUNT : State.LINE;
          } else {
            at++;
          }
        }
        case COUNT -> at = count(chunk, at);
        case COUNTED -> at = counted(chunk, at);
        case LINE -> at = line(chunk, at);
      }
    }
  }

  /** Whether a record has begun and not ended. */
  boolean isInside() {
    return state != State.BETWEEN;
  }

  /**
   * The sender is gone, or let go.
   *
   * @param cause why a record is refused that has not ended; null: the sender has closed, and a
   *     last line needs no end
   */
  void end(String cause) {
    if (!isInside()) {
      return;
    }
    if (cause == null && state != State.COUNTED) {
      finish();
    } else {
      String reason =
          state == State.COUNTED && cause == null
              ? "the connection was closed %s before the end of the record"
                  .formatted(Amount.of(rest, "byte"))
              : cause;
      byte[] start = Arrays.copyOf(kept, size);
      begin();
      if (start.length > 0) {
        taker.refuse(start, reason);
      }
    }
  }

  private static boolean isBetween(byte value) {
    return value == '\n' || value == '\r' || value == ' ' || value == '\t' || value == 0;
  }

  private int count(byte[] chunk, int from) throws EndlessRecordException {
    int at = from;
    while (at < chunk.length && chunk[at] >= '0' && chunk[at] <= '9' && size < MOST_DIGITS) {
      add(chunk, at, 1);
      at++;
    }
    if (at == chunk.length) {
      return at;
    }
    if (chunk[at] != ' ' || size == 0) {
      // Digits that count nothing are the start of a line.
      state = State.LINE;
      return at;
    }
    long bytes = Long.parseLong(new String(kept, 0, size, java.nio.charset.StandardCharsets.UTF_8));
    begin();
    if (bytes > (long) maxBytes * PATIENCE) {
      throw endless("a record that claims to have %d bytes".formatted(bytes));
    }
    rest = bytes;
    state = State.COUNTED;
    return at + 1;
  }

  private int counted(byte[] chunk, int from) {
    int more = (int) Math.min(rest, chunk.length - from);
    add(chunk, from, more);
    rest -= more;
    if (rest == 0) {
      finish();
    }
    return from + more;
  }

  private int line(byte[] chunk, int from) throws EndlessRecordException {
    int end = from;
    while (end < chunk.length && chunk[end] != '\n') {
      end++;
    }
    add(chunk, from, end - from);
    if (end < chunk.length) {
      finish();
      return end + 1;
    }
    if (length > (long) maxBytes * PATIENCE) {
      throw endless("%d bytes of one line without its end".formatted(length));
    }
    return end;
  }

  private EndlessRecordException endless(String what) {
    byte[] start = Arrays.copyOf(kept, size);
    begin();
    taker.refuse(
        start, what + "; max_bytes is %d, and the connection was closed".formatted(maxBytes));
    return new EndlessRecordException(what);
  }

  private void add(byte[] chunk, int from, int count) {
    int more = Math.min(count, maxBytes - size);
    if (size + more > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(size + more, Math.min(maxBytes, 2 * kept.length)));
    }
    System.arraycopy(chunk, from, kept, size, more);
    size += more;
    length += count;
  }

  private void finish() {
    long bytes = length;
    int end = size;
    while (bytes <= maxBytes && end > 0 && isBetween(kept[end - 1])) {
      end--;
    }
    byte[] record = Arrays.copyOf(kept, end);
    // Before the record is given: whoever takes it may end the sender.
    begin();
    if (bytes > maxBytes) {
      taker.refuse(record, "%d bytes, longer than max_bytes".formatted(bytes));
    } else if (record.length > 0) {
      taker.take(record);
    }
  }

  private void begin() {
    if (kept.length > 1 << 16) {
      kept = new byte[512];
    }
    size = 0;
    length = 0;
    rest = 0;
    state = State.BETWEEN;
  }
}
