package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.ingest.Landing;
import dev.nightwarden.table.PlainFiles;
import dev.nightwarden.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * The folder of one transport: {@code DATE/HASH.jsonl} for each page, named by its content, so that
 * a page that comes again is there already; and {@code _cursor-N.json}, of which the highest number
 * counts. Each file is written aside under a name that nobody reads, and renamed when it is whole,
 * to a name that is new: that is atomic wherever Hadoop writes, also where replacing is not.
 *
 * <p>Two pollers of one transport at a time fetch too much, but lose nothing: a cursor says what
 * has landed, whoever landed it.
 */
final class LandingFolder {
  private static final Pattern CURSOR = Pattern.compile("_cursor-(\\d{1,18})\\.json");
  private static final String PART = "_part-";

  /** A file of this age that is not whole is what a poller left that died. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  /** The newest, and the one before it. */
  private static final int KEPT_CURSORS = 2;

  /** Of a hash, in a name. */
  private static final int NAME_BYTES = 12;

  private final Path folder;
  private final FileSystem files;

  LandingFolder(Landing landing) throws IOException {
    folder = new Path(landing.folder());
    files = PlainFiles.of(folder, landing.hadoop());
    dropAbandoned(landing);
  }

  private void dropAbandoned(Landing landing) throws IOException {
    long oldest = landing.now().minus(ABANDONED).toEpochMilli();
    for (FileStatus status : inside()) {
      if (status.getPath().getName().startsWith(PART) && status.getModificationTime() < oldest) {
        files.delete(status.getPath(), false);
      }
    }
  }

  private List<FileStatus> inside() throws IOException {
    try {
      return List.of(files.listStatus(folder));
    } catch (FileNotFoundException none) {
      return List.of();
    }
  }

  private record Numbered(long number, Path path) {}

  /** The cursors that are there, the newest first. */
  private List<Numbered> cursors() throws IOException {
    List<Numbered> cursors = new ArrayList<>();
    for (FileStatus status : inside()) {
      Matcher name = CURSOR.matcher(status.getPath().getName());
      if (name.matches()) {
        cursors.add(new Numbered(Long.parseLong(name.group(1)), status.getPath()));
      }
    }
    cursors.sort(Comparator.comparingLong(Numbered::number).reversed());
    return cursors;
  }

  /**
   * How far the last poll came; empty before the first.
   *
   * @throws IOException if a cursor is there and cannot be read
   */
  ObjectNode cursor() throws IOException {
    List<Numbered> cursors = cursors();
    if (cursors.isEmpty()) {
      return JsonRecords.MAPPER.createObjectNode();
    }
    Path newest = cursors.get(0).path;
    try (InputStream stream = files.open(newest)) {
      if (JsonRecords.MAPPER.readTree(stream) instanceof ObjectNode cursor) {
        return cursor;
      }
      throw new IOException("it holds no JSON object");
    } catch (IOException broken) {
      throw new IOException(
          "%s does not tell how far the last poll came (%s); delete it to go on from the one before, or from the start"
              .formatted(newest, broken.getMessage()),
          broken);
    }
  }

  /** Keeps how far a poll came. */
  void keep(ObjectNode cursor) throws IOException {
    byte[] bytes = JsonRecords.MAPPER.writeValueAsBytes(cursor);
    List<Numbered> before = cursors();
    long number = before.isEmpty() ? 1 : before.get(0).number + 1;
    while (!put(bytes, new Path(folder, "_cursor-%012d.json".formatted(number)))) {
      number++;
    }
    for (Numbered old : before.subList(Math.min(KEPT_CURSORS - 1, before.size()), before.size())) {
      files.delete(old.path, false);
    }
  }

  /**
   * Lands records in one file, each a line.
   *
   * @param date when they were fetched
   */
  void land(LocalDate date, List<? extends JsonNode> records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (JsonNode record : records) {
      lines.writeBytes(JsonRecords.MAPPER.writeValueAsBytes(record));
      lines.write('\n');
    }
    byte[] bytes = lines.toByteArray();
    put(
        bytes,
        new Path(new Path(folder, date.toString()), Sha256.hex(bytes, NAME_BYTES) + ".jsonl"));
  }

  /** Keeps something beside the records that can be fetched again at any time. */
  void keepAside(String name, ObjectNode content) throws IOException {
    Path place = new Path(folder, "_" + name + ".json");
    files.delete(place, false);
    put(JsonRecords.MAPPER.writeValueAsBytes(content), place);
  }

  /** What was kept beside the records; empty where nothing was, or nothing that can be read. */
  ObjectNode aside(String name) throws IOException {
    Path place = new Path(folder, "_" + name + ".json");
    try (InputStream stream = files.open(place)) {
      return JsonRecords.MAPPER.readTree(stream) instanceof ObjectNode content
          ? content
          : JsonRecords.MAPPER.createObjectNode();
    } catch (FileNotFoundException | com.fasterxml.jackson.core.JsonProcessingException none) {
      return JsonRecords.MAPPER.createObjectNode();
    }
  }

  /** Puts a whole file in its place; false where there is one already. */
  private boolean put(byte[] bytes, Path place) throws IOException {
    if (files.exists(place)) {
      return false;
    }
    Path part = new Path(folder, PART + UUID.randomUUID());
    try (FSDataOutputStream out = files.create(part, false)) {
      out.write(bytes);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
    files.mkdirs(place.getParent());
    if (files.rename(part, place)) {
      return true;
    }
    files.delete(part, false);
    if (files.exists(place)) {
      return false;
    }
    throw new IOException("%s cannot be renamed to %s".formatted(part, place));
  }

  /** A short text that is the same for the same texts. */
  static String hash(String... parts) {
    return Sha256.hex(String.join("\n", parts).getBytes(StandardCharsets.UTF_8), NAME_BYTES);
  }
}
