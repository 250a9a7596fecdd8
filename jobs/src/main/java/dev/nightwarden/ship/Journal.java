package dev.nightwarden.ship;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.table.PlainFiles;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one notifier has sent and {@code deliveries} does not hold yet: a small file for each
 * message, beside the table, in a folder that Delta passes over. So a message is remembered at the
 * cost of a file, and many at that of one commit.
 */
final class Journal {
  private static final String FOLDER = "_sent";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final FileSystem files;
  private final Path folder;
  private final List<Path> known = new ArrayList<>();

  private Journal(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * A message that was sent.
   *
   * @param eventIds at least one
   */
  record Entry(LocalDate eventDate, Instant deliveredAt, List<String> eventIds) {}

  /** The journal of a notifier; empty in a catalog, where a table has no folder for others. */
  static Optional<Journal> of(Warehouse warehouse, String shipper) throws IOException {
    Optional<String> table = warehouse.folder(Table.DELIVERIES);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    Path folder = new Path(new Path(table.get(), FOLDER), Sha256.half(shipper));
    FileSystem files = PlainFiles.of(folder, warehouse.spark().sessionState().newHadoopConf());
    return Optional.of(new Journal(files, folder));
  }

  /** Writes down that a message was sent. */
  void add(Entry entry) throws IOException {
    Path file = new Path(folder, Sha256.half(entry.eventIds().get(0)));
    ObjectNode json = JSON.createObjectNode();
    json.put("event_date", entry.eventDate().toString());
    json.put("delivered_at", entry.deliveredAt().toString());
    entry.eventIds().forEach(json.putArray("event_ids")::add);
    known.add(file);
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(JSON.writeValueAsBytes(json));
      if (files.getUri().getScheme().equals("file")) {
        out.hsync();
      }
    }
  }

  /**
   * What a run left that died. A file that is not whole is of the message that was in flight then.
   */
  List<Entry> left() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(folder)) {
        known.add(file.getPath());
        try (InputStream in = files.open(file.getPath())) {
          entries.add(entry(JSON.readTree(in)));
        } catch (JsonProcessingException | DateTimeException e) {
          log.debug("{} is not whole: {}", file.getPath(), e.getMessage());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return entries;
  }

  /** Forgets what was added and what was left, now that the table holds it. */
  void clear() throws IOException {
    for (Path file : known) {
      files.delete(file, false);
    }
    known.clear();
  }

  private static Entry entry(JsonNode json) {
    List<String> eventIds = new ArrayList<>();
    json.path("event_ids").forEach(id -> eventIds.add(id.asText()));
    return new Entry(
        LocalDate.parse(json.path("event_date").asText()),
        Instant.parse(json.path("delivered_at").asText()),
        eventIds);
  }
}
