package dev.nightwarden.ingest;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one ingest did.
 *
 * @param counts always these: {@code files} read, {@code records} in them; of the records the new
 *     {@code messages}, those {@code known} before, those known with other content ({@code
 *     changed}), the {@code waiting} and the {@code rejects}; lines {@code skipped} because no
 *     pattern matches them; files {@code held} back, {@code gone} while they were read, and {@code
 *     unreadable}; and, where they are not 0, what enrichment made of the new messages: {@code
 *     user.}, {@code place.} and {@code network.} with each outcome of {@link
 *     dev.nightwarden.enrich.Enricher.Outcome}
 * @param dates the event dates that have new messages
 */
public record IngestResult(SortedMap<String, Long> counts, SortedSet<LocalDate> dates) {
  public IngestResult {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    dates = Collections.unmodifiableSortedSet(new TreeSet<>(dates));
  }
}
