package dev.nightwarden.feature;

import dev.nightwarden.cluster.Clustering;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The feature tables of a config without the section {@code features}: empty. */
final class NoFeatures implements FeatureTables {
  @Override
  public List<FlagSettings> flags() {
    return List.of();
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public boolean hasClusters() {
    return false;
  }

  @Override
  public Optional<Dataset<Row>> records(Dataset<Row> some) {
    return Optional.empty();
  }

  @Override
  public Optional<Dataset<Row>> values(SortedSet<LocalDate> dates, Collection<String> actors) {
    return Optional.empty();
  }

  @Override
  public Optional<Clustering> clustering(LocalDate date) {
    return Optional.empty();
  }

  @Override
  public Dataset<Row> examples(LocalDate date, Clustering clustering) {
    throw new IllegalArgumentException("no clustering is known for %s".formatted(date));
  }

  @Override
  public void release() {
    // Nothing is kept.
  }
}
