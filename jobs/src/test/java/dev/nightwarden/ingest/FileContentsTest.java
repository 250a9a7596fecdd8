package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files are what their first bytes say, whatever their names do. */
class FileContentsTest extends IngestFixture {
  private interface Packer {
    OutputStream on(OutputStream out) throws IOException;
  }

  private static final Charset UTF_16LE = StandardCharsets.UTF_16LE;

  private void file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve("logs").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static byte[] packed(byte[] bytes, Packer packer) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.on(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return packed(bytes, GZIPOutputStream::new);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A line of JSON that says which file it is in. */
  private static byte[] line(String file) {
    return line(file, StandardCharsets.UTF_8);
  }

  private static byte[] line(String file, Charset charset) {
    return "{\"t\":1,\"f\":\"%s\",\"é\":\"ü\"}\r\n".formatted(file).getBytes(charset);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** The reason of each file that is held, by its name. */
  private String held() {
    return warehouse
        .read(Table.REJECTS)
        .orderBy("source_file")
        .selectExpr("regexp_extract(source_file, '[^/]*$', 0)", "reason")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + ": " + row.getString(1).replace("held back whole: ", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void readsWhatItCanWhateverTheName() throws Exception {
    file("a.log", gzip(line("a")));
    file("b.gz", packed(line("b"), BZip2CompressorOutputStream::new));
    file("c", packed(line("c"), ZstdOutputStreamNoFinalizer::new));
    file("d.bz2", packed(line("d"), ZstdOutputStreamNoFinalizer::new));
    file("e.gz", line("e"));
    file("f.zst", line("f"));
    file("g.json", joined(hex("fffe"), line("g", UTF_16LE)));
    file("h.json", joined(hex("feff"), line("h", StandardCharsets.UTF_16BE)));
    file("i.json", line("i", UTF_16LE));
    file("j.json", joined(hex("efbbbf"), line("j")));
    file("k.json", joined(hex("fffe0000"), line("k", Charset.forName("UTF-32LE"))));
    file("l.json", gzip(joined(hex("fffe"), line("l", UTF_16LE))));
    file(
        "m.log",
        joined(
            hex("502a4d1804000000abababab"), packed(line("m"), ZstdOutputStreamNoFinalizer::new)));
    file("n.json", line("n"));
    IngestResult result = ingest(logs("*"));
    assertEquals("14 files, 14 messages, 14 records", counts(result), held());
    assertEquals(
        "abcdefghijklmn".chars().mapToObj(c -> (char) c + " ü").toList(),
        messages("data:f::string as f", "data:`é`::string as u"));
  }

  @Test
  @Tag("long")
  void saysWhatItCannotRead() throws Exception {
    byte[] zip =
        packed(
            line("zip"),
            out -> {
              ZipOutputStream entries = new ZipOutputStream(out);
              entries.putNextEntry(new ZipEntry("a.json"));
              return entries;
            });
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (TarArchiveOutputStream entries = new TarArchiveOutputStream(tar)) {
      TarArchiveEntry entry = new TarArchiveEntry("a.json");
      entry.setSize(line("tar").length);
      entries.putArchiveEntry(entry);
      entries.write(line("tar"));
      entries.closeArchiveEntry();
    }
    file("a.json", hex("fd377a585a000004e6d6b446"));
    file("b.json", zip);
    file("c.json.gz", hex("377abcaf271c0004"));
    file("d.json", joined("PAR1".getBytes(StandardCharsets.US_ASCII), hex("15041500")));
    file("e.evtx", "ElfFile\0\0\0".getBytes(StandardCharsets.US_ASCII));
    file("f.tar", tar.toByteArray());
    file("g.tgz", gzip(tar.toByteArray()));
    file("h.gz", gzip(gzip(line("h"))));
    file("i.gz", gzip(zip));
    file("j.bz2", new byte[200]);
    file("k.json", "PARENT of all\n{\"t\":1}\n{\"t\":2}\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals("1 files, 10 held, 2 messages, 3 records, 1 rejects", counts(ingest(logs("*"))));
    assertEquals(
        """
        a.json: this is xz data, not text; deliver what is in it unpacked, or as gz, bz2 or zst
        b.json: this is a zip archive, not text; deliver what is in it unpacked, or as gz, bz2 or zst
        c.json.gz: this is a 7z archive, not text; deliver what is in it unpacked, or as gz, bz2 or zst
        d.json: this is Parquet, not text; format: parquet reads it
        e.evtx: this is a Windows event log (.evtx), not text
        f.tar: this is a tar archive, not text; deliver what is in it unpacked, or as gz, bz2 or zst
        g.tgz: this is a tar archive inside gzip data, and files that are compressed twice are not read
        h.gz: this is gzip data inside gzip data, and files that are compressed twice are not read
        i.gz: this is a zip archive inside gzip data, and files that are compressed twice are not read
        j.bz2: by its name it is bzip2 data, but it does not start so, and it is no text either
        k.json: broken JSON at character 6""",
        held());
    assertEquals("", counts(ingest(logs("*"))), "left alone until they change");

    IngestResult again =
        new Ingest(warehouse, Map.of("logs", logs("*")), Map.of(), null, NOW, true)
            .run(announced::add);
    assertEquals("10 held", counts(again), "there is nothing to take in");

    file("a.json", line("a"));
    assertEquals("1 files, 1 messages, 1 records", counts(ingest(logs("*"))));
    assertTrue(!held().contains("a.json"), held());
  }

  @Test
  @Tag("long")
  void aFileThatUnpacksToTooMuchIsHeldWholeAndNothingOfIt() throws Exception {
    file("bomb.gz", gzip(joined(line("bomb"), new byte[40 << 20])));
    byte[] many = new byte[3_000 * line("0000").length];
    for (int i = 0; i < 3_000; i++) {
      byte[] line = line("%04d".formatted(i));
      System.arraycopy(line, 0, many, i * line.length, line.length);
    }
    file("many.json", gzip(many));
    file("one.json", gzip(line("one")));
    long length = Files.size(folder.resolve("logs/bomb.gz"));
    assertEquals(
        "1 files, 2 held, 1 messages, 1 records",
        counts(ingest(logs("*", "max_unpacked_bytes", 80_000L))));
    assertEquals(List.of("one"), messages("data:f::string as f"));
    assertEquals(
        """
        bomb.gz: it unpacks to more than 80000 bytes (max_unpacked_bytes)
        many.json: it unpacks to more than 80000 bytes (max_unpacked_bytes)""",
        held());

    IngestResult again =
        new Ingest(warehouse, Map.of("logs", logs("*")), Map.of(), null, NOW, true)
            .run(announced::add);
    assertEquals("1 files, 1 held, 3000 messages, 3000 records", counts(again));
    assertEquals(
        "bomb.gz: it unpacks to more than 200 times its %d bytes (max_unpacked_ratio)"
            .formatted(length),
        held());
  }

  @Test
  void readsTextInTheEncodingThatIsNamed() throws Exception {
    file("a.csv", "t;name\n1;Zoë – café\n2;\u0178\n".getBytes("windows-1252"));
    file("b.csv", joined(hex("efbbbf"), "t;name\n3;Zoë\n".getBytes(StandardCharsets.UTF_8)));
    file("c.csv", joined("t;name\n4;x".getBytes("windows-1252"), hex("810a")));
    dev.nightwarden.ingest.LogFiles logs =
        logs("*", "format", "csv", "delimiter", ";", "encoding", "windows-1252");
    assertEquals("2 files, 1 held, 3 messages, 3 records", counts(ingest(logs)));
    assertEquals(
        List.of("1 Zoë – café", "2 \u0178", "3 Zoë"),
        messages("data:t::string as t", "data:name::string as n"));
    assertEquals(
        "is utf-9: no encoding such as windows-1252 or utf-16le",
        assertThrows(IllegalKeyException.class, () -> logs("*", "encoding", "utf-9"))
            .getMessage()
            .replaceFirst("^encoding:? ", ""));
  }

  @Test
  void tellsJsonDocumentsFromLines() throws Exception {
    write("array.json", "[", "  {\"t\":1},", "  {\"t\":2}", "]");
    write("concatenated.json", "{\"t\":3}{\"t\":4} {\"t\":5}");
    write("pretty.json", "{", "  \"t\": 6", "}", "{", "  \"t\": 7", "}");
    write("one-line.json", "[{\"t\":8},{\"t\":9}]");
    write(
        "lines.json",
        "{\"t\":10}",
        "{\"t\":",
        "{\"t\":11}{\"t\":12}",
        "[{\"t\":13}]",
        "{\"t\":14}");
    write("cut.json", "{\"t\":15,\"a\":[{\"b\":1},", "{\"t\":16}", "{\"t\":17}");
    write("none.json", "[]");
    assertEquals("7 files, 15 messages, 18 records, 3 rejects", counts(ingest(logs("*"))), held());
    assertEquals(
        "1 2 3 4 5 6 7 8 9 10 11 12 14 16 17", String.join(" ", messages("int(data:t::int) as t")));
  }

  @Test
  @Tag("long")
  void aLargeFileIsReadByWhatItsFirstSliceShows() throws Exception {
    List<String> objects =
        IntStream.rangeClosed(1, 12_000)
            .mapToObj(i -> "{\"t\":%d,\"x\":\"%s\"}".formatted(i, "x".repeat(800)))
            .toList();
    file(
        "array.json",
        ("[\n" + String.join(",\n", objects) + "\n]\n").getBytes(StandardCharsets.UTF_8));
    assertEquals("1 files, 12000 messages, 12000 records", counts(ingest(logs("*"))));
    file("array.json", String.join("", objects).getBytes(StandardCharsets.UTF_8));
    assertEquals("1 files, 12000 known, 12000 records", counts(ingest(logs("*"))));
    file("array.json", (String.join("\n", objects) + "\n").getBytes(UTF_16LE));
    assertEquals("1 files, 12000 known, 12000 records", counts(ingest(logs("*"))));
    file("array.json", (String.join("\n", objects) + "\n").getBytes(StandardCharsets.UTF_8));
    assertEquals("1 files, 12000 known, 12000 records", counts(ingest(logs("*"))));
  }

  @Test
  @Tag("long")
  void textIsNoParquet() throws Exception {
    file("a.parquet", line("a"));
    file("b.parquet", gzip(line("b")));
    assertEquals("2 held", counts(ingest(logs("*", "format", "parquet"))));
    assertEquals(
        """
        a.parquet: this is text, not a Parquet file
        b.parquet: this is gzip data, not a Parquet file""",
        held());
  }
}
