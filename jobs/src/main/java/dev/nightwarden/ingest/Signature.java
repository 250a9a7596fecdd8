package dev.nightwarden.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a file is by its first bytes, where it is none that can be read as text. Sources: the format
 * descriptions of each, and the magic of file(1).
 */
enum Signature {
  XZ("xz data", hex("fd377a585a00")),
  LZMA("lzma data", hex("5d00008000"), hex("5d00000001"), hex("5d00000004")),
  LZ4("lz4 data", hex("04224d18"), hex("02214c18")),
  LZIP("lzip data", "LZIP\u0001"),
  LZOP("lzop data", hex("894c5a4f000d0a1a0a")),
  SNAPPY("snappy data", hex("ff060000734e61507059")),
  COMPRESS("data packed by compress (.Z)", hex("1f9d"), hex("1fa0")),
  ZIP("a zip archive", "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0007\b"),
  SEVEN_ZIP("a 7z archive", hex("377abcaf271c")),
  RAR("a rar archive", hex("526172211a07")),
  TAR("a tar archive", 257, "ustar\0", "ustar  \0"),
  CPIO("a cpio archive", "070701", "070702", "070707"),
  AR("an ar archive", "!<arch>\n"),
  PARQUET("Parquet", "PAR1"),
  ORC("ORC", "ORC\n", "ORC\b", "ORC\u0012", "ORC\u001a", "ORC\0"),
  AVRO("Avro", "Obj\u0001"),
  ARROW("Arrow", "ARROW1"),
  SQLITE("an SQLite database", "SQLite format 3\0"),
  EVTX("a Windows event log (.evtx)", "ElfFile\0"),
  EVT("a Windows event log (.evt)", hex("300000004c664c65")),
  JOURNAL("a systemd journal", "LPKSHHRH"),
  PCAP(
      "a packet capture",
      hex("d4c3b2a1"),
      hex("a1b2c3d4"),
      hex("4d3cb2a1"),
      hex("a1b23c4d"),
      hex("0a0d0d0a")),
  OFFICE("an Office document", hex("d0cf11e0a1b11ae1")),
  PDF("a PDF", "%PDF-"),
  PROGRAM("a program", hex("7f454c46"), hex("cafebabe")),
  PICTURE("a picture", hex("89504e470d0a1a0a"), hex("ffd8ff"), "GIF87a", "GIF89a");

  /** As many first bytes as are looked at. */
  static final int LENGTH = 512;

  private final String what;
  private final int at;
  private final Pattern start;

  Signature(String what, String... starts) {
    this(what, 0, starts);
  }

  /**
   * @param at where the bytes stand that tell
   * @param starts these bytes, each a character; any of them will do
   */
  Signature(String what, int at, String... starts) {
    this.what = what;
    this.at = at;
    this.start =
        Pattern.compile(Arrays.stream(starts).map(Pattern::quote).collect(Collectors.joining("|")));
  }

  /** What starts so; null where it is none of these, or text that happens to start so. */
  static Signature of(byte[] head) {
    if (isText(head)) {
      return null;
    }
    for (Signature signature : values()) {
      if (signature.starts(head)) {
        return signature;
      }
    }
    return null;
  }

  boolean starts(byte[] head) {
    return head.length >= at
        && start
            .matcher(new String(head, StandardCharsets.ISO_8859_1))
            .region(at, head.length)
            .lookingAt();
  }

  /** What the one who delivers it can do about it, to follow a sentence. */
  String advice() {
    return switch (this) {
      case XZ, LZMA, LZ4, LZIP, LZOP, SNAPPY, COMPRESS, ZIP, SEVEN_ZIP, RAR, TAR, CPIO, AR ->
          "; deliver what is in it unpacked, or as gz, bz2 or zst";
      case PARQUET -> "; format: parquet reads it";
      default -> "";
    };
  }

  /** Whether bytes hold no control characters but those that logs have. */
  static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && "\t\n\r\f\b\u001b".indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** In words that follow "this is": {@code a zip archive}. */
  String what() {
    return what;
  }

  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
  }
}
