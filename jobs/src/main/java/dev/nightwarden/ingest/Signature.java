package dev.nightwarden.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a file is by its first bytes, where it is none that can be read as text. Sources: the format
 * descriptions of each, and the magic of file(1).
 */
enum Signature {
  XZ("xz data", hex("fd377a585a00")),
  LZMA("lzma data", hex("5d00008000"), hex("5d00000001"), hex("5d00000004")),
  LZ4("lz4 data", hex("04224d18"), hex("02214c18")),
  LZIP("lzip data", text("LZIP\u0001")),
  LZOP("lzop data", hex("894c5a4f000d0a1a0a")),
  SNAPPY("snappy data", hex("ff060000734e61507059")),
  COMPRESS("data packed by compress (.Z)", hex("1f9d"), hex("1fa0")),
  ZIP("a zip archive", text("PK\u0003\u0004"), text("PK\u0005\u0006"), text("PK\u0007\b")),
  SEVEN_ZIP("a 7z archive", hex("377abcaf271c")),
  RAR("a rar archive", hex("526172211a07")),
  TAR("a tar archive", 257, text("ustar\0"), text("ustar  \0")),
  CPIO("a cpio archive", text("070701"), text("070702"), text("070707")),
  AR("an ar archive", text("!<arch>\n")),
  PARQUET("Parquet", text("PAR1"), text("PARE")),
  ORC("ORC", text("ORC")),
  AVRO("Avro", text("Obj\u0001")),
  ARROW("Arrow", text("ARROW1")),
  SQLITE("an SQLite database", text("SQLite format 3\0")),
  EVTX("a Windows event log (.evtx)", text("ElfFile\0")),
  EVT("a Windows event log (.evt)", hex("300000004c664c65")),
  JOURNAL("a systemd journal", text("LPKSHHRH")),
  PCAP(
      "a packet capture",
      hex("d4c3b2a1"),
      hex("a1b2c3d4"),
      hex("4d3cb2a1"),
      hex("a1b23c4d"),
      hex("0a0d0d0a")),
  OFFICE("an Office document", hex("d0cf11e0a1b11ae1")),
  PDF("a PDF", text("%PDF-")),
  PROGRAM("a program", hex("7f454c46"), hex("cafebabe")),
  PICTURE("a picture", hex("89504e470d0a1a0a"), hex("ffd8ff"), text("GIF87a"), text("GIF89a"));

  /** As many first bytes as are looked at. */
  static final int LENGTH = 512;

  private final String what;
  private final int at;
  private final List<byte[]> starts;

  Signature(String what, byte[]... starts) {
    this(what, 0, starts);
  }

  Signature(String what, int at, byte[]... starts) {
    this.what = what;
    this.at = at;
    this.starts = List.of(starts);
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
    return starts.stream().anyMatch(start -> matches(head, at, start));
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

  private static boolean matches(byte[] head, int at, byte[] start) {
    int end = at + start.length;
    return head.length >= end && Arrays.equals(head, at, end, start, 0, start.length);
  }

  /** In words that follow "this is": {@code a zip archive}. */
  String what() {
    return what;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] text(String start) {
    return start.getBytes(StandardCharsets.ISO_8859_1);
  }
}
