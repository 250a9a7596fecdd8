package dev.nightwarden.ingest;

import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.pseudonym.PseudonymMark;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is new in the transports. In: raw logs. Out: {@code messages}, {@code rejects} and
 * {@code files}, and the dates whose messages changed.
 *
 * @param transports by name
 * @param delays by transport, how old a message must be to be ingested; without entry: any age
 * @param databases of place and network; null without any
 * @param fetches whether transports fetch what is new first; else what has landed is read
 * @param admission what is left out
 * @param pseudonyms what stands for names; null: names stay
 * @param landingDays after so many days what has landed and was read is removed; null: never
 */
public record IngestStage(
    Map<String, Transport> transports,
    Map<String, Duration> delays,
    GeoDatabases databases,
    boolean fetches,
    Admission.Rule admission,
    Pseudonyms pseudonyms,
    Integer landingDays)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "ingest";

  private static final Logger log = LoggerFactory.getLogger(IngestStage.class);

  public IngestStage {
    transports = Collections.unmodifiableMap(new LinkedHashMap<>(transports));
    delays = Map.copyOf(delays);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(Table.MESSAGES, Table.REJECTS, Table.FILES);
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> dates) throws Exception {
    new PseudonymMark(night.warehouse()).settle(pseudonyms);
    if (fetches) {
      fetch(night);
    }
    if (night.request().job() == Job.INGEST && night.request().hasDates()) {
      log.info("ingest: reads all new records, whatever their dates");
    }
    SortedMap<String, Long> counts =
        new Ingest(
                night.warehouse(),
                transports,
                delays,
                databases,
                night.startedAt(),
                night.request().retry(),
                admission.at(night),
                pseudonyms)
            .run(night::changing)
            .counts();
    counts.forEach((name, amount) -> night.count("ingest." + name, amount));
    removeLanded(night);
    tellShortfalls(night, counts);
  }

  /** Of transports that fetch, what they landed long ago. */
  private void removeLanded(StageContext night) {
    if (landingDays == null) {
      return;
    }
    LocalDate before =
        LocalDate.ofInstant(night.startedAt(), ZoneOffset.UTC).minusDays(landingDays);
    for (var transport : transports.entrySet()) {
      if (!transport.getValue().isFetching()) {
        continue;
      }
      Landing landing = new Landing(transport.getKey(), night.startedAt(), night.warehouse());
      try {
        long removed = new LandedFiles(night.warehouse(), landing, before).remove();
        if (removed > 0) {
          log.info(
              "{}: removed {} that landed before {} and {} read",
              transport.getKey(),
              Amount.of(removed, "file"),
              before,
              removed == 1 ? "was" : "were");
        }
      } catch (IOException denied) {
        night.shortfall(
            "%s: files that landed before %s cannot be removed from %s: %s"
                .formatted(transport.getKey(), before, landing.folder(), denied.getMessage()));
      }
    }
  }

  /** One that fails keeps nothing from the others; what it landed before that is read. */
  private void fetch(StageContext night) throws InterruptedException {
    for (var transport : transports.entrySet()) {
      try {
        transport
            .getValue()
            .fetch(new Landing(transport.getKey(), night.startedAt(), night.warehouse()));
      } catch (InterruptedException ended) {
        throw ended;
      } catch (Exception failed) {
        log.warn(
            "{}: fetching failed (reason: at the end); what has landed is read",
            transport.getKey());
        night.shortfall(
            "%s could not fetch all, and goes on there in the next run"
                .formatted(transport.getKey()),
            failed);
      }
    }
  }

  /** The other files went on; the run still did not do all that was asked. */
  private static void tellShortfalls(StageContext night, Map<String, Long> counts) {
    long held = counts.getOrDefault("held", 0L);
    long unreadable = counts.getOrDefault("unreadable", 0L);
    long broken = counts.getOrDefault("broken", 0L);
    if (held > 0) {
      night.shortfall(
          ("%s held back (reasons: the log and the table rejects); fix the config or the"
                      + " file, leave it")
                  .formatted(Amount.of(held, "file was", "files were"))
              + " out with exclude, or ingest what can be read of it with ingest --retry");
    }
    if (unreadable > 0) {
      night.shortfall(
          "%s not be read (reasons: the log); the next run tries again"
              .formatted(Amount.of(unreadable, "file could", "files could")));
    }
    if (broken > 0) {
      night.shortfall(
          ("%s truncated or damaged (paths: the log); the records before that point were"
                      + " ingested, and")
                  .formatted(Amount.of(broken, "file is", "files are"))
              + " the rest will be when the file is delivered again");
    }
  }
}
