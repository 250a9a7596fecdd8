package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.ingest.ReadFiles.TransportFile;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Warehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;

/**
 * A sample of the files of a transport as an ingest would read them, of which nothing is stored:
 * what would become messages, what would be refused, which files would be held back.
 */
public final class Sample implements AutoCloseable {
  /** Stands for the rest of a file that is longer than the bound. */
  private static final String CUT = "cut";

  private final Transport transport;
  private final Dataset<Row> numbered;
  private final Map<TransportFile, FileCounts> perFile;
  private final List<HeldFile> held;
  private final int files;
  private final int leftOut;
  private final Instant now;

  /**
   * How much is looked at.
   *
   * @param bytes of files, as they are stored; the newest files that fit, at least one
   * @param records of each file, or of each part in which a large one is read
   */
  public record Bounds(long bytes, int records) {}

  /** A file that a run would hold back whole. */
  public record HeldFile(String path, String why) {}

  private Sample(
      Transport transport,
      Dataset<Row> numbered,
      Map<TransportFile, FileCounts> perFile,
      List<HeldFile> held,
      int files,
      int leftOut,
      Instant now) {
    this.transport = transport;
    this.numbered = numbered;
    this.perFile = perFile;
    this.held = held;
    this.files = files;
    this.leftOut = leftOut;
    this.now = now;
  }

  /**
   * Reads the data of a transport, whether or not it was read before.
   *
   * @param warehouse only read: a file that it took in as it is would not be held back again
   * @param databases of place and network; may be null where the transport asks for neither
   * @param pseudonyms what stands for names; null: names stay
   * @throws IngestException if the transport has nothing to read from
   */
  public static Sample of(
      Warehouse warehouse,
      String name,
      Transport transport,
      GeoDatabases databases,
      Pseudonyms pseudonyms,
      Instant now,
      Bounds bounds) {
    Landing landing = new Landing(name, now, warehouse);
    RawRecords raw = transport.read(new Reading(landing, warehouse, file -> true));
    Set<SourceFile> newest = newest(raw.files(), bounds.bytes());
    int leftOut = raw.files().size() - newest.size();
    if (leftOut > 0) {
      raw = transport.read(new Reading(landing, warehouse, newest::contains));
    }
    RecordParser parser =
        new RecordParser(transport.record(), now, Duration.ZERO, databases, pseudonyms);
    Dataset<Row> numbered =
        Batch.number(Batch.parse(first(raw.rows(), bounds.records()), name, parser))
            .persist(StorageLevel.MEMORY_AND_DISK());
    YearTurns.warn(numbered, Map.of(name, transport));
    Map<TransportFile, FileCounts> perFile = FileCounts.of(numbered);
    UnfitFiles unfit = new UnfitFiles();
    if (perFile.values().stream().anyMatch(FileCounts::isUnfit)) {
      unfit.add(Map.of(name, raw), numbered);
    }
    Map<TransportFile, SourceFile> bad = new HashMap<>();
    for (SourceFile file : raw.files()) {
      TransportFile key = new TransportFile(name, file.path());
      FileCounts counts = perFile.getOrDefault(key, FileCounts.NONE);
      if (counts.isHeldBack(transport.maxRejectShare()) && !unfit.has(key)) {
        bad.put(key, file);
      }
    }
    List<HeldFile> held = new ArrayList<>();
    unfit.held().forEach((path, why) -> held.add(new HeldFile(path, why)));
    if (!bad.isEmpty()) {
      held.addAll(held(warehouse, name, numbered, perFile, bad));
    }
    return new Sample(
        transport, numbered, perFile, List.copyOf(held), raw.files().size(), leftOut, now);
  }

  private static Set<SourceFile> newest(List<SourceFile> files, long bytes) {
    List<SourceFile> sorted = new ArrayList<>(files);
    sorted.sort(
        Comparator.comparingLong(SourceFile::modified).thenComparing(SourceFile::path).reversed());
    Set<SourceFile> newest = new HashSet<>();
    long together = 0;
    for (SourceFile file : sorted) {
      together += file.length();
      if (together > bytes && !newest.isEmpty()) {
        break;
      }
      newest.add(file);
    }
    return newest;
  }

  /** At most the first records of each file, and a row for the rest where there is one. */
  private static Dataset<Row> first(Dataset<Row> raw, int records) {
    return raw.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> first(rows, records),
        Encoders.row(RawRecords.SCHEMA));
  }

  private static Iterator<Row> first(Iterator<Row> rows, int records) {
    Map<String, Integer> seen = new HashMap<>();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
        .map(
            row -> {
              int number =
                  seen.merge(
                      row.getString(1) + "",
                      1,
                      (before, one) -> Math.min(before + one, records + 2));
              if (number <= records) {
                return row;
              }
              return number == records + 1
                  ? RowFactory.create(CUT, row.getString(1), null, null, null, null, null, null, 0L)
                  : null;
            })
        .filter(Objects::nonNull)
        .iterator();
  }

  private static List<HeldFile> held(
      Warehouse warehouse,
      String name,
      Dataset<Row> numbered,
      Map<TransportFile, FileCounts> perFile,
      Map<TransportFile, SourceFile> bad) {
    ReadFiles known = new ReadFiles(warehouse, List.of(name));
    bad.entrySet().removeIf(file -> !known.isWanted(name, file.getValue(), true));
    Map<TransportFile, Reasons> reasons = Reasons.of(numbered, bad.keySet());
    return bad.keySet().stream()
        .sorted(Comparator.comparing(TransportFile::path))
        .map(
            file ->
                new HeldFile(
                    file.path(), perFile.get(file).refused() + ": " + reasons.get(file).words()))
        .toList();
  }

  /** The messages, equal ones once, with the columns of {@code messages}. */
  public Dataset<Row> messages() {
    return Batch.newMessages(Batch.messages(numbered), now);
  }

  /** How many records were looked at. */
  public long records() {
    return perFile.values().stream().mapToLong(FileCounts::records).sum();
  }

  /** How many lines the config says to pass over. */
  public long skipped() {
    return perFile.values().stream().mapToLong(FileCounts::skipped).sum();
  }

  /** Why records are refused, those of files that would be held back included. */
  public Reasons refused() {
    boolean isClean = perFile.values().stream().allMatch(counts -> counts.rejects() == 0);
    return isClean ? new Reasons(0, List.of()) : Reasons.of(numbered);
  }

  /** How many messages have a place or network and why others have none; empty where all have. */
  public Optional<String> placed() {
    return Placed.words(numbered, transport);
  }

  /** The files that a run would hold back whole, for what they are or for too many rejects. */
  public List<HeldFile> held() {
    return held;
  }

  /** The files that break off before their end, sorted. */
  public List<String> broken() {
    Set<String> heldBack = new HashSet<>(held.stream().map(HeldFile::path).toList());
    return files(FileCounts::breaksOff).stream().filter(file -> !heldBack.contains(file)).toList();
  }

  /** The files that cannot be opened, sorted. */
  public List<String> unreadable() {
    return files(FileCounts::isUnreadable);
  }

  private List<String> files(Predicate<FileCounts> which) {
    return perFile.entrySet().stream()
        .filter(file -> which.test(file.getValue()))
        .map(file -> file.getKey().path())
        .sorted()
        .toList();
  }

  /** How many files were looked at. */
  public int looked() {
    return files;
  }

  /** How many older files were not looked at. */
  public int leftOut() {
    return leftOut;
  }

  /** How many files were looked at in part. */
  public long cut() {
    return numbered
        .where(col(Batch.KIND).equalTo(CUT))
        .select(Columns.SOURCE_FILE)
        .distinct()
        .count();
  }

  @Override
  public void close() {
    numbered.unpersist();
  }
}
