package dev.nightwarden.feature;

import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.RecordSample;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the records of one date that lie apart from the others. An extension point, named by its
 * type name.
 */
public interface ClusterEngine extends Serializable {
  /** How many distinct records it learns from at most; of more, a seeded sample. */
  int maxRecords();

  /** The seed of the sample. */
  long seed();

  /** Learns from the records of one date. */
  Learned learn(RecordSample sample);

  /** What was learned of a date, able to judge any record of it. */
  interface Learned extends Serializable {
    /** Whether any record can be suspect; if not, none is judged. */
    boolean hasSuspects();

    /**
     * A record's verdict; null for one that is not suspect.
     *
     * @param row its values in the order of the features: Double, Boolean, String or null
     */
    Verdict judge(Object[] row);

    /** The same for people: figures of the whole, by name. */
    Map<String, Double> figures();
  }

  /**
   * Why a record is suspect.
   *
   * @param score in (0, 1]
   * @param parts what each feature has to do with it, the strongest first
   */
  record Verdict(double score, List<Part> parts) implements Serializable {}

  /**
   * One feature's part in a verdict.
   *
   * @param feature its name
   * @param share of the whole, in [0, 1]
   * @param value the record's value as text; null where it has none
   * @param usual what is usual, in words
   */
  record Part(String feature, double share, String value, String usual) implements Serializable {}

  /** How it cuts the records of one date in clusters; empty for an engine that makes none. */
  default Optional<Function<RecordSample, Clustering>> clustering() {
    return Optional.empty();
  }

  /** Whether it can count one feature more than another. */
  default boolean weighs() {
    return true;
  }
}
