package dev.nightwarden.ingest;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a file holds, as text in UTF-8: found out from its first bytes, whatever its name says.
 *
 * @param bytes the text
 * @param isRaw whether these are the bytes of the file itself, which can be read from the middle
 */
record Contents(Peeked bytes, boolean isRaw) {
  /**
   * Opens a file at its first byte.
   *
   * @throws UnfitFileException where it is nothing that can be read
   */
  static Contents open(SourceFile file, InputStream in, LogFiles settings) throws IOException {
    Peeked packed = new Peeked(Compression.NONE.open(in, file.length(), settings.unpackLimits()));
    Compression compression = compression(file, packed);
    if (compression == Compression.NONE) {
      return text(packed, settings, true);
    }
    Peeked unpacked = new Peeked(compression.open(packed, file.length(), settings.unpackLimits()));
    byte[] inside = unpacked.head(Signature.LENGTH);
    Compression again = Compression.of(inside);
    Signature alien = Signature.of(inside);
    if (again != Compression.NONE || alien != null) {
      throw new UnfitFileException(
          "this is %s inside %s data, and files that are compressed twice are not read"
              .formatted(
                  alien == null ? again.what() + " data" : alien.what(), compression.what()));
    }
    return text(unpacked, settings, false);
  }

  /**
   * Looks whether a file is a Parquet file.
   *
   * @throws UnfitFileException where it does not start as one
   */
  static void checkParquet(SourceFile file, InputStream in, LogFiles settings) throws IOException {
    Peeked bytes = new Peeked(Compression.NONE.open(in, file.length(), settings.unpackLimits()));
    byte[] head = bytes.head(Signature.LENGTH);
    Signature found = Signature.of(head);
    if (found == Signature.PARQUET || Signature.PARQUET.starts(head)) {
      return;
    }
    Compression packed = Compression.of(head);
    String what =
        packed != Compression.NONE
            ? packed.what() + " data"
            : found != null ? found.what() : Signature.isText(head) ? "text" : "something else";
    throw new UnfitFileException("this is %s, not a Parquet file".formatted(what));
  }

  private static Compression compression(SourceFile file, Peeked packed) throws IOException {
    byte[] head = packed.head(Signature.LENGTH);
    Signature alien = Signature.of(head);
    if (alien != null) {
      throw new UnfitFileException(
          "this is %s, not text%s".formatted(alien.what(), alien.advice()));
    }
    Compression found = Compression.of(head);
    Compression named = Compression.of(file.path());
    if (found != Compression.NONE || named == Compression.NONE) {
      return found;
    }
    if (named.mayStart(head)) {
      return named;
    }
    if (!Signature.isText(head) && !Encoding.of(head).isOther()) {
      throw new UnfitFileException(
          "by its name it is %s data, but it does not start so, and it is no text either"
              .formatted(named.what()));
    }
    return Compression.NONE;
  }

  private static Contents text(Peeked bytes, LogFiles settings, boolean isRaw) throws IOException {
    Encoding told = Encoding.of(bytes.head(Signature.LENGTH));
    if (told.isOther()) {
      bytes.drop(told.mark());
      return new Contents(new Peeked(new Decoded(bytes, told.charset())), false);
    }
    if (told.charset() == null && settings.otherCharset() != null) {
      return new Contents(new Peeked(new Decoded(bytes, settings.otherCharset())), false);
    }
    return new Contents(bytes, isRaw);
  }
}
