package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.ingest.ReadFiles.Outcome;
import dev.nightwarden.ingest.ReadFiles.TransportFile;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingests what is new in the transports: adds to {@code messages} and {@code rejects}, and records
 * in {@code files} what was read.
 *
 * <p>The commits come in this order, so that a run that ends between two of them is completed by
 * the next, which reads the same files again and recognizes the messages it has.
 *
 * @param transports by their names in the config
 * @param delays of some of them: messages newer than now less this wait for a later run
 * @param databases of place and network; may be null where no transport asks for them
 * @param now when the run takes place
 * @param retry whether to read held files again, and ingest them whatever their share of rejects
 * @param admission what is left out
 * @param pseudonyms what stands for names; null: names stay
 */
public record Ingest(
    Warehouse warehouse,
    Map<String, Transport> transports,
    Map<String, Duration> delays,
    GeoDatabases databases,
    Instant now,
    boolean retry,
    Admission admission,
    Pseudonyms pseudonyms) {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private static final int SHOWN_REJECTS = 3;
  static final String HELD_BACK = "held back whole: ";

  public Ingest {
    transports = Collections.unmodifiableMap(new LinkedHashMap<>(transports));
    delays = Map.copyOf(delays);
  }

  /** Without databases, and without reading held files again. */
  public Ingest(
      Warehouse warehouse,
      Map<String, Transport> transports,
      Map<String, Duration> delays,
      Instant now) {
    this(warehouse, transports, delays, null, now, false);
  }

  /** The same, leaving nothing out, with the names that there are. */
  public Ingest(
      Warehouse warehouse,
      Map<String, Transport> transports,
      Map<String, Duration> delays,
      GeoDatabases databases,
      Instant now,
      boolean retry) {
    this(warehouse, transports, delays, databases, now, retry, Admission.ALL, null);
  }

  /**
   * Reads the transports and writes the tables.
   *
   * @param beforeMessages called with the event dates that get new messages, right before the
   *     commit to {@code messages}, so that they can be written down first; not called where none
   *     do
   * @throws IngestException if a transport has nothing to read from; nothing is written then
   */
  public IngestResult run(Consumer<SortedSet<LocalDate>> beforeMessages) {
    ReadFiles known = new ReadFiles(warehouse, transports.keySet());
    Map<TransportFile, Held> held = new HashMap<>();
    UnfitFiles unfit = new UnfitFiles();
    while (true) {
      Map<String, RawRecords> raw =
          read(
              (transport, file) -> {
                TransportFile key = new TransportFile(transport, file.path());
                return known.isWanted(transport, file, retry)
                    && !held.containsKey(key)
                    && !unfit.has(key);
              });
      Dataset<Row> numbered = Batch.number(parse(raw)).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        Map<TransportFile, FileCounts> perFile = FileCounts.of(numbered);
        Map<TransportFile, Held> bad = heldBack(raw, numbered, perFile, known);
        boolean isMixed = isAnyUnfit(perFile) && unfit.add(raw, numbered);
        bad.keySet().removeIf(unfit::has);
        if (bad.isEmpty() && !isMixed) {
          return write(raw, numbered, perFile, held, unfit, known, beforeMessages);
        }
        // Rare: all the others are read again, so that none is judged by a file that is held.
        held.putAll(bad);
      } finally {
        numbered.unpersist();
      }
    }
  }

  private Map<String, RawRecords> read(BiPredicate<String, SourceFile> wanted) {
    Map<String, RawRecords> raw = new LinkedHashMap<>();
    transports.forEach(
        (name, transport) ->
            raw.put(
                name,
                transport.read(
                    new Reading(
                        new Landing(name, now, warehouse),
                        warehouse,
                        file -> wanted.test(name, file)))));
    return raw;
  }

  private Dataset<Row> parse(Map<String, RawRecords> raw) {
    return raw.entrySet().stream()
        .map(
            entry -> {
              String name = entry.getKey();
              RecordParser parser =
                  new RecordParser(
                      transports.get(name).record(),
                      now,
                      delays.getOrDefault(name, Duration.ZERO),
                      databases,
                      pseudonyms);
              return Batch.parse(entry.getValue().rows(), name, parser);
            })
        .reduce(Dataset::union)
        .orElseGet(() -> warehouse.spark().createDataFrame(List.of(), Batch.PARSED));
  }

  /** A file that is held back whole, and why its records are refused. */
  private record Held(Outcome outcome, FileCounts counts, Reasons reasons) {
    String reason() {
      return HELD_BACK + counts.refused() + ": " + reasons.words();
    }
  }

  /** The files that have too many rejects. */
  private Map<TransportFile, Held> heldBack(
      Map<String, RawRecords> raw,
      Dataset<Row> numbered,
      Map<TransportFile, FileCounts> perFile,
      ReadFiles known) {
    Map<TransportFile, SourceFile> bad = new HashMap<>();
    raw.forEach(
        (name, records) -> {
          double limit = transports.get(name).maxRejectShare();
          for (SourceFile file : records.files()) {
            TransportFile key = new TransportFile(name, file.path());
            boolean excused = retry && known.isHeld(key);
            if (perFile.getOrDefault(key, FileCounts.NONE).isHeldBack(limit) && !excused) {
              bad.put(key, file);
            }
          }
        });
    Map<TransportFile, Held> held = new HashMap<>();
    if (!bad.isEmpty()) {
      Map<TransportFile, Reasons> reasons = Reasons.of(numbered, bad.keySet());
      bad.forEach(
          (key, file) -> {
            FileCounts counts = perFile.get(key);
            long messages = counts.records() - counts.rejects();
            Outcome outcome = new Outcome(file, messages, counts.rejects(), ReadFiles.HELD);
            held.put(key, new Held(outcome, counts, reasons.get(key)));
          });
    }
    return held;
  }

  private static boolean isAnyUnfit(Map<TransportFile, FileCounts> perFile) {
    return perFile.values().stream().anyMatch(file -> file.isUnfit() || file.isUnreadable());
  }

  private IngestResult write(
      Map<String, RawRecords> raw,
      Dataset<Row> numbered,
      Map<TransportFile, FileCounts> perFile,
      Map<TransportFile, Held> held,
      UnfitFiles unfit,
      ReadFiles known,
      Consumer<SortedSet<LocalDate>> beforeMessages) {
    YearTurns.warn(numbered, transports);
    Tally tally = new Tally();
    perFile.forEach(
        (key, counts) -> {
          tally.add(key.transport(), Tally.RECORDS, counts.records());
          tally.add(key.transport(), Tally.WAITING, counts.waiting());
          tally.add(key.transport(), Tally.REJECTS, counts.rejects());
          tally.add(key.transport(), Tally.SKIPPED, counts.skipped());
        });
    Map<TransportFile, Outcome> outcomes = outcomes(raw, perFile, unfit, tally);
    held.forEach(
        (key, file) -> {
          tally.add(key.transport(), Tally.HELD, 1);
          LOG.warn(
              "{}: {} is {}; to ingest it anyway: ingest --retry",
              key.transport(),
              key.path(),
              file.reason());
          outcomes.put(key, file.outcome());
        });
    unfit.tell(tally);
    outcomes.putAll(unfit.outcomes());
    known.addGone(outcomes);
    SortedSet<LocalDate> dates = addMessages(numbered, tally, beforeMessages);
    dropPassingRejects(outcomes.keySet(), known);
    addRejects(numbered, held, unfit, tally);
    known.write(warehouse, outcomes);
    tally.log();
    return new IngestResult(tally.counts(), dates);
  }

  private static Map<TransportFile, Outcome> outcomes(
      Map<String, RawRecords> raw,
      Map<TransportFile, FileCounts> perFile,
      UnfitFiles unfit,
      Tally tally) {
    Map<TransportFile, Outcome> outcomes = new HashMap<>();
    raw.forEach(
        (name, records) -> {
          for (SourceFile file : records.files()) {
            TransportFile key = new TransportFile(name, file.path());
            if (unfit.has(key)) {
              continue;
            }
            tally.add(name, Tally.FILES, 1);
            FileCounts counts = perFile.getOrDefault(key, FileCounts.NONE);
            if (counts.isGone()) {
              tally.add(name, Tally.GONE, 1);
              LOG.warn("{}: {} was deleted before it was read", name, file.path());
            } else {
              outcomes.put(
                  key, new Outcome(file, counts.messages(), counts.rejects(), counts.status()));
              if (counts.breaksOff()) {
                tally.add(name, Tally.BROKEN, 1);
                LOG.warn(
                    "{}: {} is truncated or damaged; the records before that point were ingested",
                    name,
                    file.path());
              }
            }
          }
        });
    return outcomes;
  }

  /** Adds what is new to {@code messages}, in one commit; returns the dates that have some. */
  private SortedSet<LocalDate> addMessages(
      Dataset<Row> numbered, Tally tally, Consumer<SortedSet<LocalDate>> beforeMessages) {
    Dataset<Row> messages = admission.judged(Batch.messages(numbered));
    List<Row> counted = Batch.perDay(messages).collectAsList();
    Object[] touched =
        counted.stream().map(row -> LocalDate.ofEpochDay(row.getInt(1))).distinct().toArray();
    Dataset<Row> there =
        warehouse
            .read(Table.MESSAGES)
            .where(
                col(Columns.EVENT_DATE)
                    .isin(touched)
                    .and(col(Columns.TRANSPORT).isin(transports.keySet().toArray())));
    boolean isFirstOfItsDates = touched.length == 0 || there.isEmpty();
    if (!isFirstOfItsDates) {
      Object[] withIds =
          counted.stream()
              .filter(row -> row.getBoolean(8))
              .map(row -> row.getString(0))
              .distinct()
              .toArray();
      messages = Batch.compare(messages, there, withIds).persist(StorageLevel.MEMORY_AND_DISK());
    }
    try {
      SortedMap<LocalDate, Long> added = new TreeMap<>();
      List<Row> judged = isFirstOfItsDates ? counted : Batch.perDay(messages).collectAsList();
      for (Row row : judged) {
        if (row.getString(2).equals(Batch.NEW)) {
          added.merge(LocalDate.ofEpochDay(row.getInt(1)), row.getLong(7), Long::sum);
          tally.add(row.getString(0), Tally.MESSAGES, row.getLong(7));
          tally.addOutcome(row.getString(0), Tally.USER, row.getString(3), row.getLong(7));
          tally.addOutcome(row.getString(0), Tally.PLACE, row.getString(4), row.getLong(7));
          tally.addOutcome(row.getString(0), Tally.NETWORK, row.getString(5), row.getLong(7));
          tally.addOutcome(row.getString(0), Tally.ADDRESS, row.getString(6), row.getLong(7));
        } else {
          tally.add(row.getString(0), row.getString(2), row.getLong(7));
        }
      }
      SortedSet<LocalDate> dates = new TreeSet<>(added.keySet());
      if (!dates.isEmpty()) {
        beforeMessages.accept(Collections.unmodifiableSortedSet(dates));
        warehouse.append(Table.MESSAGES, Batch.laidOut(Batch.newMessages(messages, now), added));
      }
      return dates;
    } finally {
      if (!isFirstOfItsDates) {
        messages.unpersist();
      }
    }
  }

  /**
   * Takes out of {@code rejects} what the last reading of these files said and the new one says
   * better: that a file is held back, cannot be read or breaks off, that its last line has no end
   * yet.
   */
  private void dropPassingRejects(Set<TransportFile> files, ReadFiles known) {
    List<TransportFile> again = files.stream().filter(known::isKnown).toList();
    if (again.isEmpty()) {
      return;
    }
    Column passing =
        col(Columns.REASON)
            .startsWith(RawRecords.UNFINISHED)
            .or(col(Columns.REASON).startsWith(RawRecords.BREAKS_OFF))
            .or(col(Columns.REASON).startsWith(HELD_BACK))
            .or(col(Columns.REASON).startsWith(UnfitFiles.NOT_READ))
            .and(col(Columns.TRANSPORT).isin(distinct(again, TransportFile::transport)))
            .and(col(Columns.SOURCE_FILE).isin(distinct(again, TransportFile::path)));
    if (!warehouse.read(Table.REJECTS).where(passing).isEmpty()) {
      warehouse.delete(Table.REJECTS, passing);
    }
  }

  private static Object[] distinct(
      List<TransportFile> files, Function<TransportFile, String> what) {
    return files.stream().map(what).distinct().toArray();
  }

  private void addRejects(
      Dataset<Row> numbered, Map<TransportFile, Held> held, UnfitFiles unfit, Tally tally) {
    List<Row> holds = unfit.rejects(now);
    if (tally.of(Tally.REJECTS) == 0 && held.isEmpty() && holds.isEmpty()) {
      return;
    }
    Dataset<Row> rejects = admission.admitted(Batch.rejects(numbered, now), tally);
    for (Row row :
        rejects
            .select(Columns.TRANSPORT, Columns.SOURCE_FILE, Columns.REASON)
            .limit(SHOWN_REJECTS)
            .collectAsList()) {
      LOG.warn("{}: rejected a record of {}: {}", row.get(0), row.get(1), row.get(2));
    }
    held.forEach(
        (file, why) ->
            holds.add(
                RowFactory.create(
                    holdId(file),
                    file.transport(),
                    file.path(),
                    admission.nameless(why.reasons().example()),
                    admission.nameless(why.reason()),
                    now)));
    warehouse.mergeNew(
        Table.REJECTS,
        rejects.union(warehouse.spark().createDataFrame(holds, Table.REJECTS.schema())),
        Columns.REJECT_ID);
  }

  static String holdId(TransportFile file) {
    return Sha256.half("held\n" + file.transport() + '\n' + file.path());
  }
}
