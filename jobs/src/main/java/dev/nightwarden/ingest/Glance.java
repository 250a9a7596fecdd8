package dev.nightwarden.ingest;

import dev.nightwarden.table.PlainFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Looks at log files as an ingest would read them, a bounded part of each, without a session: for
 * whoever wants to know what they are before there is a config.
 */
public final class Glance {
  /** Of a file, so many bytes show what it is. */
  private static final int HEAD = JsonShape.LENGTH;

  private final Configuration hadoop;

  /**
   * @param hadoop the settings of file systems
   */
  public Glance(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * How much of a file is read: whichever comes first.
   *
   * @param records at most
   * @param characters of records, after which no more are read
   */
  public record Bounds(int records, long characters) {}

  /**
   * A record as it was read.
   *
   * @param json as a JSON object; where that cannot be told, the text itself
   */
  public record Raw(SourceFile file, String json) {}

  /**
   * What was read of a file.
   *
   * @param refused how many records could not be read
   * @param why the first reason; null without
   * @param skipped lines that the pattern does not match, where they are passed over
   * @param isCut whether there was more than the bounds allow
   */
  public record Part(List<Raw> records, long refused, String why, long skipped, boolean isCut) {}

  /**
   * What a record becomes.
   *
   * @param id the record's own id; null where the transport names none
   * @param time its event time; null for a reject
   * @param refused why it is a reject; null for a message
   */
  public record Outcome(String id, Instant time, String refused) {}

  /**
   * The files of a path, sorted by name.
   *
   * @throws IngestException if it cannot be listed
   */
  public List<SourceFile> files(String path) {
    try {
      return FileListing.list(hadoop, path, new Excluded(List.of())).files();
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException trouble) {
      throw new IngestException(
          "cannot list %s: %s".formatted(path, trouble.getMessage()), trouble);
    }
  }

  /** How a file starts; a file that cannot be read is unfit. */
  public FileHead head(SourceFile file) {
    Path path = FileListing.path(file);
    try (InputStream data = PlainFiles.of(path, hadoop).open(path)) {
      if (isParquet(data, file)) {
        return new FileHead(file, "", false, FileHead.Holds.PARQUET, null);
      }
    } catch (IOException denied) {
      return FileHead.unfit(file, RecordText.trouble(denied));
    }
    try (InputStream data = PlainFiles.of(path, hadoop).open(path)) {
      byte[] head =
          Contents.open(file, data, LogFiles.landed(file.path(), "time", null)).bytes().head(HEAD);
      boolean isWhole = head.length < HEAD;
      boolean isDocuments = JsonShape.isDocuments(head);
      String text = new String(head, StandardCharsets.UTF_8);
      return new FileHead(
          file,
          text.startsWith("\uFEFF") ? text.substring(1) : text,
          isWhole,
          isDocuments ? FileHead.Holds.JSON_DOCUMENTS : FileHead.Holds.LINES,
          Signature.isText(head) ? null : "this is no text");
    } catch (IOException unfit) {
      return FileHead.unfit(
          file,
          unfit instanceof UnfitFileException ? unfit.getMessage() : RecordText.trouble(unfit));
    }
  }

  private static boolean isParquet(InputStream data, SourceFile file) throws IOException {
    byte[] head = data.readNBytes(Signature.LENGTH);
    return file.length() > Signature.LENGTH && Signature.of(head) == Signature.PARQUET;
  }

  /**
   * The first records of a file.
   *
   * @param transport one that reads files; any other has none
   */
  public Part read(Transport transport, SourceFile file, Bounds bounds) {
    List<Raw> records = new ArrayList<>();
    long refused = 0;
    String why = null;
    long skipped = 0;
    long characters = 0;
    boolean isCut = false;
    if (!(transport instanceof LogFiles files) || file.length() == 0) {
      return new Part(records, 0, null, 0, false);
    }
    SliceReader reader = new SliceReader(files, () -> hadoop);
    Iterator<Row> rows = reader.read(List.of(new FileSlice(file, 0, Long.MAX_VALUE)));
    try {
      while (!isCut && rows.hasNext()) {
        Row row = rows.next();
        switch (row.getString(0)) {
          case RawRecords.RECORD -> {
            String json = row.isNullAt(4) ? row.getString(3) : row.getString(4);
            records.add(new Raw(file, json));
            characters += json.length();
          }
          case RawRecords.SKIPPED -> skipped += row.getLong(8);
          default -> {
            refused++;
            why = why == null ? row.getString(7) : why;
          }
        }
        isCut = records.size() + refused >= bounds.records() || characters >= bounds.characters();
      }
      isCut &= rows.hasNext();
    } catch (UncheckedIOException trouble) {
      refused++;
      why = why == null ? RecordText.trouble(trouble.getCause()) : why;
    } finally {
      SliceReader.close(rows);
    }
    return new Part(List.copyOf(records), refused, why, skipped, isCut);
  }

  /** What becomes of records that were read; place and network are not looked up. */
  public List<Outcome> outcomes(Transport transport, List<Raw> records, Instant now) {
    RecordParser parser = new RecordParser(transport.record(), now, Duration.ZERO, null);
    List<Outcome> outcomes = new ArrayList<>(records.size());
    for (Raw raw : records) {
      RecordParser.Parsed parsed =
          parser.parse(raw.file().path(), raw.file().modified(), raw.json(), null, null, null);
      outcomes.add(
          parsed.kind().equals(RecordParser.REJECT)
              ? new Outcome(null, null, parsed.reason())
              : new Outcome(
                  parsed.id(), Instant.EPOCH.plus(parsed.micros(), ChronoUnit.MICROS), null));
    }
    return outcomes;
  }
}
