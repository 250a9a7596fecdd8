package dev.nightwarden.ingest;

/**
 * How a file starts, unpacked and decoded as an ingest would have it.
 *
 * @param text its first characters, at most 65,536; empty where it holds no text
 * @param isWhole whether that is all of it
 * @param holds what a transport's {@code format} must be able to read
 * @param unfit why an ingest would take nothing of it in; null where it would
 */
public record FileHead(SourceFile file, String text, boolean isWhole, Holds holds, String unfit) {
  /** What a file holds. */
  public enum Holds {
    LINES,
    JSON_DOCUMENTS,
    PARQUET,
    NOTHING
  }

  static FileHead unfit(SourceFile file, String why) {
    return new FileHead(file, "", true, Holds.NOTHING, why);
  }
}
