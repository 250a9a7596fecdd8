package dev.nightwarden.feature;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records in the form in which the section {@code features} compares them, and their clusters,
 * computed from the messages: what reports show beside the anomalies. Of a config without the
 * section everything is empty.
 */
public interface FeatureTables {
  /** The values of the features, a struct in the order of {@link #names}. */
  String FEATURES = "features";

  /** The number of a distinct record in a clustering. */
  String RECORD = "record";

  /** Those of a config without the section, and of a report without clusters. */
  FeatureTables NONE = new NoFeatures();

  /** Those of a section, over all messages of a warehouse. */
  static FeatureTables of(Optional<Features> features, Warehouse warehouse) {
    return features
        .<FeatureTables>map(section -> new SectionTables(section, warehouse.read(Table.MESSAGES)))
        .orElse(NONE);
  }

  /** The flags, in the order of the config. */
  List<FlagSettings> flags();

  /** The features, in the order of the config. */
  List<String> names();

  /** Whether the config has clusters. */
  boolean hasClusters();

  /**
   * Those of some messages that no filter drops.
   *
   * @param some rows of {@code messages}
   * @return columns transport, message_id, event_time, event_date, actor and {@value #FEATURES}:
   *     double, boolean or text, null where the record has no such value; no table where there are
   *     no features
   */
  Optional<Dataset<Row>> records(Dataset<Row> some);

  /**
   * The values of the features of some actors, one by one.
   *
   * @return columns event_date, actor, field (the feature), value ({@link #text}; null where the
   *     record has none); no table where there are no features
   */
  Optional<Dataset<Row>> values(SortedSet<LocalDate> dates, Collection<String> actors);

  /**
   * The clusters of a date, the same that its anomalies came of; empty where its engine makes none,
   * and on a date without records.
   */
  Optional<Clustering> clustering(LocalDate date);

  /**
   * For each distinct record of a clustering, the first message that is like it.
   *
   * @param clustering of that date, see {@link #clustering}
   * @return columns {@value #RECORD} (int, see {@link Clustering#row}), transport, message_id,
   *     event_time, actor
   */
  Dataset<Row> examples(LocalDate date, Clustering clustering);

  /** Lets go of what was kept of some dates so as not to be computed again. */
  void release();

  /** A feature's value for people: numbers with four digits. */
  static String text(Object value) {
    if (value instanceof Double x && Double.isFinite(x)) {
      return x == Math.rint(x) && Math.abs(x) < 1e15
          ? Long.toString(x.longValue())
          : new BigDecimal(x).round(new MathContext(4)).stripTrailingZeros().toString();
    }
    return value == null ? null : value.toString();
  }

  /** The {@value #FEATURES} of a record as a clustering compares them. */
  static Object[] values(Row row, Clustering clustering) {
    return Clusters.values(row, clustering.features());
  }
}
