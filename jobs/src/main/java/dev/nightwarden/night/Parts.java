package dev.nightwarden.night;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.TableLog;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.network.util.JavaUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dates of one stage in parts, oldest first: each of so many messages that it is worth a pass
 * of its own, and is not lost where a run of many dates dies.
 *
 * @param stage whose dates they are
 * @param parts none is empty; one where the stage does all its dates together
 * @param bytes of the messages of each date, where there are several parts
 */
record Parts(Stage stage, List<NavigableSet<LocalDate>> parts, Map<LocalDate, Long> bytes) {
  /**
   * The setting of the session that says how many bytes of {@code messages}, as Parquet has them, a
   * part may have; a single date may have more.
   */
  static final String MOST_BYTES = "spark.nightwarden.partBytes";

  /** Some five million logins. */
  private static final String DEFAULT_MOST = "256m";

  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  static Parts of(Stage stage, NavigableSet<LocalDate> dates, Warehouse warehouse) {
    long most = JavaUtils.byteStringAsBytes(warehouse.spark().conf().get(MOST_BYTES, DEFAULT_MOST));
    if (dates.size() < 2 || !stage.isDoneInParts() || warehouse.bytes(Table.MESSAGES) <= most) {
      return new Parts(stage, List.of(dates), Map.of());
    }
    SortedMap<LocalDate, Long> sizes =
        TableLog.of(warehouse, Table.MESSAGES).orElseThrow().bytesByDate(Table.MESSAGES);
    Map<LocalDate, Long> bytes = new TreeMap<>();
    // A date that lost its messages is some work too.
    dates.forEach(date -> bytes.put(date, Math.max(1, sizes.getOrDefault(date, 0L))));
    return new Parts(stage, cut(bytes, most), bytes);
  }

  /** Cuts dates where the next one would make a part larger than {@code most}. */
  static List<NavigableSet<LocalDate>> cut(Map<LocalDate, Long> bytes, long most) {
    List<NavigableSet<LocalDate>> parts = new ArrayList<>();
    long held = 0;
    for (var date : new TreeMap<>(bytes).entrySet()) {
      if (parts.isEmpty() || held + date.getValue() > most) {
        parts.add(new TreeSet<>());
        held = 0;
      }
      parts.get(parts.size() - 1).add(date.getKey());
      held += date.getValue();
    }
    return parts;
  }

  /** Whether there is more than one. */
  boolean areSeveral() {
    return parts.size() > 1;
  }

  /** What one part of several does. */
  interface Work {
    void on(NavigableSet<LocalDate> part) throws Exception;
  }

  /**
   * Does one part after the other.
   *
   * @param kept called after each but the last, for what is done to be written down; tells whether
   *     to go on
   * @return whether all parts were done
   */
  boolean each(Work work, Predicate<NavigableSet<LocalDate>> kept) throws Exception {
    if (!areSeveral()) {
      work.on(parts.get(0));
      return true;
    }
    long started = System.nanoTime();
    long all = sum(bytes.keySet());
    long done = 0;
    int dates = 0;
    for (int i = 0; i < parts.size(); i++) {
      NavigableSet<LocalDate> part = parts.get(i);
      work.on(part);
      done += sum(part);
      dates += part.size();
      if (i < parts.size() - 1) {
        double seconds = (System.nanoTime() - started) / 1e9;
        log.info(
            "{}: {} of {} done, up to {}; about {} left for it",
            stage.name(),
            dates,
            Amount.of(bytes.size(), "date"),
            part.last(),
            words(Duration.ofSeconds(Math.round(seconds / done * (all - done)))));
        if (!kept.test(part)) {
          return false;
        }
      }
    }
    return true;
  }

  private long sum(Iterable<LocalDate> dates) {
    long sum = 0;
    for (LocalDate date : dates) {
      sum += bytes.get(date);
    }
    return sum;
  }

  /** A duration as people say it, in its greatest unit of which there are at least two. */
  static String words(Duration duration) {
    if (duration.toHours() >= 2) {
      return duration.toHours() + " hours";
    }
    if (duration.toMinutes() >= 2) {
      return duration.toMinutes() + " minutes";
    }
    return Amount.of(duration.toSeconds(), "second");
  }
}
