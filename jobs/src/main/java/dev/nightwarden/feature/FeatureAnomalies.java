package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.table.Slices;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** All that the section features finds on some dates. */
public final class FeatureAnomalies {
  private static final int SAMPLED = 1_000;
  private static final int MAX_PATHS = 500;
  private static final int MAX_DEPTH = 5;

  private final Features features;
  private final NavigableSet<LocalDate> dates;
  private final Dataset<Row> messages;
  private final Look look;
  private final List<Dataset<Row>> found = new ArrayList<>();

  private long clusteredDates;
  private long datesWithSuspects;

  /**
   * Looks at the dates, and checks that all needed data is there, before anything is worked out.
   *
   * @param messages rows of {@code messages}, of all dates
   * @throws IllegalKeyException if a path is needed that no message of any date has, with the
   *     nearest one that messages do have
   */
  public FeatureAnomalies(Features features, NavigableSet<LocalDate> dates, Dataset<Row> messages) {
    this.features = features;
    this.dates = new TreeSet<>(dates);
    this.messages = messages;
    this.look = features.look(messages.where(Slices.of(this.dates)));
    checkNeeded();
  }

  private void checkNeeded() {
    if (look.records() == 0) {
      return;
    }
    features
        .needed()
        .forEach(
            (path, key) -> {
              if (look.present().getOrDefault(path, 0L) == 0 && isNeverThere(path)) {
                List<String> there = paths(features.read(messages));
                throw new IllegalKeyException(
                    key,
                    "names %s, which no message has%s"
                        .formatted(path, Nearest.hint(path, there, "the data has")));
              }
            });
  }

  /** A field may be missing on a quiet day; one that never was is a mistake. */
  private boolean isNeverThere(String path) {
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

  /** How many records the filters dropped, by filter in the order of the config. */
  public Map<String, Long> dropped() {
    return look.dropped();
  }

  /** How many records there are, dropped ones included. */
  public long records() {
    return look.records();
  }

  /** For how many records SQL could not be evaluated, by key of the config; not those of none. */
  public Map<String, Long> sqlErrors() {
    Map<String, Long> errors = new TreeMap<>(look.sqlErrors());
    errors.values().removeIf(count -> count == 0);
    return errors;
  }

  /** On how many dates records were compared; then on how many of these some lay apart. */
  public List<Long> clustered() {
    return List.of(clusteredDates, datesWithSuspects);
  }

  /**
   * The rows of {@code anomalies} of flags and clusters.
   *
   * @param counts rows of {@code feature_counts}; every date up to the last has been counted
   * @return empty where there is neither
   */
  public List<Dataset<Row>> find(Dataset<Row> counts) {
    Dataset<Row> asked = messages.where(Slices.of(dates));
    if (!features.settings().flags().isEmpty()) {
      Dataset<Row> seen =
          messages.where(
              col(EVENT_DATE)
                  .geq(dates.first().minusDays(features.lookbackDays()))
                  .and(col(EVENT_DATE).leq(dates.last())));
      Dataset<Row> before = counts.where(col(EVENT_DATE).leq(dates.last()));
      found.add(new Flags(features).anomalies(seen, dates, before));
    }
    if (features.settings().clusters() != null) {
      Clusters.Found clusters =
          new Clusters(features).anomalies(features.table(features.records(asked)), byDay());
      clusteredDates = clusters.dates();
      datesWithSuspects = clusters.datesWithSuspects();
      if (clusters.anomalies() != null) {
        found.add(clusters.anomalies());
      }
    }
    return found;
  }

  private Map<Integer, Map<String, Boolean>> byDay() {
    Map<Integer, Map<String, Boolean>> byDay = new TreeMap<>();
    look.numeric().forEach((date, kinds) -> byDay.put((int) date.toEpochDay(), kinds));
    return byDay;
  }
}
