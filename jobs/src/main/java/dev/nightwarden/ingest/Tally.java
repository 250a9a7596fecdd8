package dev.nightwarden.ingest;

import dev.nightwarden.value.Amount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

  /** Messages that are older than messages are kept. */
  static final String EXPIRED = "expired";

  /** Messages and rejects of who was forgotten. */
  static final String FORGOTTEN = "forgotten";

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
          UNREADABLE,
          EXPIRED,
          FORGOTTEN);

  static final String USER = "user.";
  static final String PLACE = "place.";
  static final String NETWORK = "network.";
  static final String ADDRESS = "address.";

  private static final Map<String, String> OUTCOMES = outcomes();

  private final Map<String, Map<String, Long>> byTransport = new TreeMap<>();

  void add(String transport, String name, long more) {
    byTransport.computeIfAbsent(transport, t -> new TreeMap<>()).merge(name, more, Long::sum);
  }

  /**
   * Counts what became of one thing that enrichment asks for.
   *
   * @param outcome null where it was not asked for
   */
  void addOutcome(String transport, String of, String outcome, long more) {
    if (outcome != null) {
      add(transport, of + outcome, more);
    }
  }

  long of(String name) {
    return byTransport.values().stream().mapToLong(counts -> counts.getOrDefault(name, 0L)).sum();
  }

  /** All counts, also those that are 0; of enrichment, only those that are not. */
  SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    ALL.forEach(name -> counts.put(name, of(name)));
    OUTCOMES.keySet().stream()
        .filter(name -> of(name) > 0)
        .forEach(name -> counts.put(name, of(name)));
    return counts;
  }

  /** What can become of what enrichment asks for, in the words of the log. */
  private static Map<String, String> outcomes() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("user.mapped", "users mapped");
    words.put("user.with_domain", "with the domain added");
    words.put("user.unchanged", "unchanged");
    words.put("user.none", "without a name");
    words.put("user.no_name", "not a name");
    for (String found : List.of(PLACE, NETWORK)) {
      words.put(found + "found", found.equals(PLACE) ? "places found" : "networks found");
      words.put(found + "none", "without an address");
      words.put(found + "private", "with a private address");
      words.put(found + "unknown", "not in the database");
      words.put(found + "malformed", "with a malformed address");
    }
    words.put("address.zone", "addresses stripped of a zone or prefix");
    words.put("address.brackets", "addresses stripped of brackets");
    words.put("address.port", "addresses stripped of a port");
    words.put("address.list", "addresses taken from a list");
    return words;
  }

  /**
   * Logs the outcomes of enrichment over the new messages: {@code 5 places found, 1 not in the
   * database}.
   */
  private static void logOutcomes(String transport, Map<String, Long> counts) {
    StringBuilder all = new StringBuilder();
    for (String of : List.of(USER, PLACE, NETWORK, ADDRESS)) {
      String outcomes =
          OUTCOMES.entrySet().stream()
              .filter(outcome -> outcome.getKey().startsWith(of))
              .filter(outcome -> counts.containsKey(outcome.getKey()))
              .map(outcome -> counts.get(outcome.getKey()) + " " + outcome.getValue())
              .collect(Collectors.joining(", "));
      all.append(all.isEmpty() || outcomes.isEmpty() ? "" : "; ").append(outcomes);
    }
    if (!all.isEmpty()) {
      LOG.info("{}: {}", transport, all);
    }
  }

  /** Logs the counts of each transport, in one line. */
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
          logOutcomes(transport, counts);
        });
  }
}
