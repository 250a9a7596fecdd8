package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;
import org.junit.jupiter.api.Test;

/** What lies beside the logs, and files that cannot be read: the others are. */
class OtherFilesTest extends IngestFixture {
  /** Local files, of which some break down in the middle and some folders let nobody in. */
  public static final class Failing extends RawLocalFileSystem {
    static boolean isMended;

    @Override
    public URI getUri() {
      return URI.create("failing:///");
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
      if (folder.getName().equals("secret") && !isMended) {
        throw new IOException("Permission denied");
      }
      return super.listStatus(folder);
    }

    @Override
    public FSDataInputStream open(Path file, int buffer) throws IOException {
      FSDataInputStream in = super.open(file, buffer);
      return isMended || !file.getName().startsWith("bad")
          ? in
          : new FSDataInputStream(new FailingStream(in));
    }
  }

  /** Fails where 100 kB have been read. */
  private static final class FailingStream extends java.io.FilterInputStream
      implements Seekable, PositionedReadable {
    private final FSDataInputStream file;

    FailingStream(FSDataInputStream file) {
      super(file);
      this.file = file;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (file.getPos() > 100_000) {
        throw new IOException("Input/output error");
      }
      return file.read(bytes, offset, Math.min(length, 1_000));
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
      return file.seekToNewSource(position);
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
      return file.read(position, bytes, offset, length);
    }

    @Override
    public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
      file.readFully(position, bytes, offset, length);
    }

    @Override
    public void readFully(long position, byte[] bytes) throws IOException {
      file.readFully(position, bytes);
    }
  }

  @Test
  void whatCannotBeReadDoesNotEndTheNightAndNothingOfItIsTaken() throws Exception {
    SharedSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.failing.impl", Failing.class.getName());
    write(
        "bad.json",
        IntStream.rangeClosed(1, 20_000).mapToObj("{\"t\":%d}"::formatted).toArray(String[]::new));
    write("good.json", "{\"t\":100000}", "{\"t\":1}");
    write("secret/a.json", "{\"t\":100001}");
    java.nio.file.Files.createSymbolicLink(
        folder.resolve("logs/again"), java.nio.file.Path.of("."));
    Transport logs = Given.files("path", "failing://" + folder.resolve("logs"), "time", "t");
    Failing.isMended = false;

    assertEquals("1 files, 2 messages, 2 records, 2 unreadable", counts(ingest(logs)));
    assertEquals(
        List.of(
            "bad.json: cannot be read: \"Input/output error\": ",
            "secret: cannot be read: \"permission denied\": "),
        rejects());

    Failing.isMended = true;
    assertEquals(
        "2 files, 1 known, 20000 messages, 20001 records", counts(ingest(logs)), "tried again");
    assertEquals(List.of(), rejects());
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    write("AWSLogs/1/CloudTrail/a.json", "{\"Records\":[{\"t\":1}]}");
    write("AWSLogs/1/CloudTrail-Digest/eu/b.json", "{\"digestEndTime\":\"2024-01-01T00:00:00Z\"}");
    write("AWSLogs/1/Config/c.json", "{\"fileVersion\":\"1.0\"}");
    write("d_CloudTrail-Insight_d.json", "{}");
    dev.nightwarden.ingest.LogFiles logs =
        logs(
            "",
            "records",
            "Records",
            "exclude",
            List.of("CloudTrail-Digest", "AWSLogs/*/Config/**", "*_CloudTrail-Insight_*"));
    assertEquals("1 files, 1 messages, 1 records", counts(ingest(logs)));
    assertEquals(
        "transports.logs.path: no file matches %s/logs/ that exclude does not leave out"
            .formatted(folder),
        assertThrows(IngestException.class, () -> ingest(logs("", "exclude", List.of("*.json"))))
            .getMessage());
  }

  private String names(String path, String... patterns) throws IOException {
    String prefix = folder + "/logs/";
    return String.join(
        " ",
        FileListing.list(new Configuration(), folder + "/" + path, new Excluded(List.of(patterns)))
            .files()
            .stream()
            .map(file -> file.path().replace(prefix, ""))
            .toList());
  }

  @Test
  void patternsAreOfNamesOrOfPathsBelowTheFolder() throws Exception {
    for (String name : List.of("a.json", "b.tmp", "x/a.json", "x/y/a.json", "x/y/c.tmp", "z/d.j")) {
      write(name, "");
    }
    String all = "a.json b.tmp x/a.json x/y/a.json x/y/c.tmp z/d.j";
    assertEquals(all, names("logs"));
    assertEquals("a.json x/a.json x/y/a.json z/d.j", names("logs", "*.tmp"));
    assertEquals("a.json b.tmp z/d.j", names("logs", "x"), "with all that is in it");
    assertEquals("a.json b.tmp x/a.json z/d.j", names("logs", "y/"));
    assertEquals("b.tmp x/a.json x/y/a.json x/y/c.tmp z/d.j", names("logs", "/a.json"));
    assertEquals("a.json b.tmp x/y/a.json x/y/c.tmp z/d.j", names("logs", "*/a.json"));
    assertEquals("b.tmp x/y/c.tmp z/d.j", names("logs", "**/a.json"));
    assertEquals("a.json b.tmp x/a.json z/d.j", names("logs", "x/y/**"));
    assertEquals("x/y/a.json", names("logs/*/*/*", "{b,c}.tmp"));
    assertEquals("x/a.json x/y/a.json", names("logs/x", "logs", "*.tmp"), "only what is below");
    for (String wrong : List.of("", "/", "[", "a{b")) {
      assertThrows(IllegalKeyException.class, () -> new Excluded(List.of(wrong)), wrong);
    }
  }

  @Test
  void foldersOfAHiveTableAreFieldsWhereAskedFor() throws Exception {
    write(
        "dt=2024-01-01/hour=03/a.json",
        "{\"t\":1,\"hour\":\"mine\"}",
        "{\"t\":2,\"dt\":\"2024-01-01\"}");
    write("dt=__HIVE_DEFAULT_PARTITION__/hour=04/b.json", "{\"t\":3,\"original\":0}");
    write("dt=2024-01-02 10%3A00%2F%C3%A9/c.json", "{\"t\":4}");
    assertEquals(
        "3 files, 4 messages, 4 records",
        counts(
            ingest(
                logs(
                    "",
                    "partition_fields",
                    List.of("dt", "hour"),
                    "types",
                    Map.of("hour", "long"),
                    "rename",
                    Map.of("day", "dt")))));
    assertEquals(
        List.of(
            "{\"day\":\"2024-01-01\",\"dt\":\"2024-01-01\",\"hour\":3,\"original\":{\"hour\":\"mine\"},\"t\":1}",
            "{\"day\":\"2024-01-01\",\"dt\":\"2024-01-01\",\"hour\":3,\"t\":2}",
            "{\"day\":\"2024-01-02 10:00/é\",\"dt\":\"2024-01-02 10:00/é\",\"t\":4}",
            "{\"dt\":null,\"hour\":4,\"original\":0,\"t\":3}"),
        messages("to_json(data) as data"));
    assertEquals(3, warehouse.read(Table.FILES).count());
  }

  @Test
  void partitionFieldsAreReadFromTheNamesOfFoldersAlone() {
    PartitionFields all = new PartitionFields(List.of(PartitionFields.ALL));
    assertEquals(
        "{a=1, b=x=y, c=null, d e=%zz}", all.of("/l/a=1/b=x=y/c=/d%20e=%zz/f=2").toString());
    assertEquals("{a=%ff}", all.of("s3a://bucket/=none/a=%ff/x.json").toString(), "no UTF-8");
    assertEquals("{}", all.of("/logs/x.json").toString());
    assertEquals("{b=2}", new PartitionFields(List.of("b")).of("/a=1/b=2/x.json").toString());
    assertEquals("{}", new PartitionFields(List.of()).of("/a=1/b=2/x.json").toString());
  }
}
