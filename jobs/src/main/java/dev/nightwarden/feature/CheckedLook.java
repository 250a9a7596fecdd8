package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.DATA;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over the records of some dates, shared by the detectors of the section: counts dropped
 * records and SQL errors, and checks that all needed data is present before anything is computed.
 */
public final class CheckedLook {
  private static final Logger log = LoggerFactory.getLogger(CheckedLook.class);

  private static final int SAMPLED = 1_000;
  private static final int MAX_PATHS = 500;
  private static final int MAX_DEPTH = 5;

  private final Features features;
  private NavigableSet<LocalDate> dates = new TreeSet<>();
  private String runId;
  private Look look;

  CheckedLook(Features features) {
    this.features = features;
  }

  /**
   * What the records of some dates show. Asked for the same dates again in a run, nothing is read
   * again.
   *
   * @throws IllegalKeyException if a path is needed that no message of any date has, with the
   *     nearest one that messages do have
   */
  synchronized Look at(StageContext night, NavigableSet<LocalDate> asked) {
    if (!night.runId().equals(runId) || !dates.equals(asked)) {
      look = of(features, night.warehouse().read(Table.MESSAGES), asked);
      dates = new TreeSet<>(asked);
      runId = night.runId();
      tell(night);
    }
    return look;
  }

  /**
   * What the records of some dates show.
   *
   * @param messages rows of {@code messages}, of all dates
   * @throws IllegalKeyException as {@link #at}
   */
  static Look of(Features features, Dataset<Row> messages, NavigableSet<LocalDate> dates) {
    Look look = features.look(messages.where(Slices.of(dates)));
    if (look.records() > 0) {
      checkNeeded(features, look, messages);
    }
    return look;
  }

  private static void checkNeeded(Features features, Look look, Dataset<Row> messages) {
    features
        .needed()
        .forEach(
            (path, key) -> {
              if (look.present().getOrDefault(path, 0L) == 0
                  && isNeverThere(features, messages, path)) {
                List<String> there = paths(features.read(messages));
                throw new IllegalKeyException(
                    key,
                    "names %s, which no message has%s"
                        .formatted(path, Nearest.hint(path, there, "the data has")));
              }
            });
  }

  /** A field may be missing on a quiet day; one that never was is a mistake. */
  private static boolean isNeverThere(Features features, Dataset<Row> messages, String path) {
    return features.read(messages).where(MessageValues.text(col(DATA), path).isNotNull()).isEmpty();
  }

  /** The paths that a sample of messages has values at, those of objects inside objects too. */
  public static List<String> paths(Dataset<Row> messages) {
    Set<String> paths = new TreeSet<>();
    ObjectMapper mapper = new ObjectMapper();
    for (String data :
        messages.limit(SAMPLED).selectExpr("to_json(data)").as(Encoders.STRING()).collectAsList()) {
      try {
        collect(mapper.readTree(data), "", 0, paths);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("to_json gave no JSON", e);
      }
    }
    return List.copyOf(paths);
  }

  private static void collect(JsonNode node, String at, int depth, Set<String> paths) {
    if (paths.size() >= MAX_PATHS) {
      return;
    }
    if (node.isObject() && depth < MAX_DEPTH) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String path = at.isEmpty() ? entry.getKey() : at + "." + entry.getKey();
        collect(entry.getValue(), path, depth + 1, paths);
      }
    } else if (!node.isNull()) {
      paths.add(at);
    }
  }

  private void tell(StageContext night) {
    night.count("features.records", look.records());
    look.dropped().forEach((name, count) -> night.count("features.dropped." + name, count));
    look.sqlErrors()
        .forEach(
            (key, count) -> {
              if (count > 0) {
                night.count("features.sql_errors." + key, count);
                log.warn(
                    "features: {} cannot be evaluated for {}; treated as not true",
                    key,
                    Amount.of(count, "message"));
              }
            });
    look.dropped()
        .forEach(
            (name, count) ->
                log.info(
                    "features: filter {} dropped {} of {}",
                    name,
                    count,
                    Amount.of(look.records(), "record")));
  }
}
