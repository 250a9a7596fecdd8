package dev.nightwarden.ingest;

import dev.nightwarden.value.Amount;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts of one ingest, for each transport. */
final class Tally {
  static final String FILES = "files";
  static final String RECORDS = "records";
  static final String MESSAGES = "messages";
  static final String KNOWN = "known";
  static final String CHANGED = "changed";
  static final String WAITING = "waiting";
  static final String REJECTS = "rejects";
  static final String SKIPPED = "skipped";
  static final String HELD = "held";
  static final String BROKEN = "broken";
  static final String GONE = "gone";
  static final String UNREADABLE = "unreadable";

  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final List<String> ALL =
      List.of(
          FILES,
          RECORDS,
          MESSAGES,
          KNOWN,
          CHANGED,
          WAITING,
          REJECTS,
          SKIPPED,
          HELD,
          BROKEN,
          GONE,
          UNREADABLE);

  private final Map<String, Map<String, Long>> byTransport = new TreeMap<>();

  void add(String transport, String name, long more) {
    byTransport.computeIfAbsent(transport, t -> new TreeMap<>()).merge(name, more, Long::sum);
  }

  long of(String name) {
    return byTransport.values().stream().mapToLong(counts -> counts.getOrDefault(name, 0L)).sum();
  }

  /** All counts, also those that are 0. */
  SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    ALL.forEach(name -> counts.put(name, of(name)));
    return counts;
  }

  /** Tells what each transport gave, in one line. */
  void log() {
    byTransport.forEach(
        (transport, counts) -> {
          StringBuilder rest = new StringBuilder();
          for (String name : ALL.subList(ALL.indexOf(KNOWN), ALL.size())) {
            long number = counts.getOrDefault(name, 0L);
            if (number > 0) {
              rest.append(", ")
                  .append(Amount.of(number, name.equals(REJECTS) ? "reject" : name, name));
            }
          }
          LOG.info(
              "{}: {} with {} read: {}{}",
              transport,
              Amount.of(counts.getOrDefault(FILES, 0L), "file"),
              Amount.of(counts.getOrDefault(RECORDS, 0L), "record"),
              Amount.of(counts.getOrDefault(MESSAGES, 0L), "new message"),
              rest);
        });
  }
}
