package dev.nightwarden.ingest;

import java.io.Serializable;

/**
 * Limits on the unpacked size of a file, against decompression bombs.
 *
 * @param maxBytes unpacked bytes
 * @param maxRatio unpacked bytes for each byte of the file; what is unpacked of a file up to {@link
 *     #HARMLESS} bytes does not count
 */
record UnpackLimits(long maxBytes, double maxRatio) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes that are unpacked in no time, whatever the ratio. */
  static final long HARMLESS = 16L << 20;

  static final long DEFAULT_BYTES = 64L << 30;
  static final double DEFAULT_RATIO = 200;

  /**
   * @param unpacked bytes so far
   * @param length of the file, in bytes
   * @throws UnfitFileException where it is too much
   */
  void check(long unpacked, long length) throws UnfitFileException {
    if (unpacked > maxBytes) {
      throw new UnfitFileException(
          "it unpacks to more than %d bytes (max_unpacked_bytes)".formatted(maxBytes));
    }
    if (unpacked > HARMLESS && unpacked > maxRatio * length) {
      throw new UnfitFileException(
          "it unpacks to more than %s times its %d bytes (max_unpacked_ratio)"
              .formatted(Double.toString(maxRatio).replaceAll("\\.0$", ""), length));
    }
  }
}
