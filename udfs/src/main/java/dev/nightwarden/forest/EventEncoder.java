package dev.nightwarden.forest;

import dev.nightwarden.value.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns one actor's events into the rows of numbers that a forest is grown on and scores. An event
 * is an array of values in the order of the features: a {@link Number} for NUMBER and HOUR, a
 * {@code double[]} of three for PLACE, a {@link String} for the others; any may be null.
 *
 * <p>Tokens and categories that the actor never showed are 0 in every column but that of their
 * share.
 */
public final class EventEncoder {
  private static final String LETTERS = "NWEN";
  private static final int FORMAT = 1;
  private static final long HOUR = 3_600_000_000L;

  private final List<Feature> features;

  /** Of each feature; null for those without tokens. */
  private final List<Vocabulary> vocabularies;

  private EventEncoder(List<Feature> features, List<Vocabulary> vocabularies) {
    this.features = List.copyOf(features);
    this.vocabularies = vocabularies;
  }

  /**
   * Learns the vocabularies of an actor.
   *
   * @param events the events a forest will be grown on
   * @param tokens the most tokens kept for each feature, at least 1
   * @throws IllegalArgumentException for a value that its feature cannot take
   */
  public static EventEncoder learn(List<Feature> features, List<Object[]> events, int tokens) {
    return learn(features, events, tokens, new KnownTokens());
  }

  /** The same, for a caller that has many actors whose values are alike. */
  public static EventEncoder learn(
      List<Feature> features, List<Object[]> events, int tokens, KnownTokens known) {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens is %d; allowed: at least 1".formatted(tokens));
    }
    List<Vocabulary> vocabularies = new ArrayList<>();
    for (int f = 0; f < features.size(); f++) {
      Feature feature = features.get(f);
      if (!hasTokens(feature)) {
        vocabularies.add(null);
        continue;
      }
      Map<Object, Integer> values = new HashMap<>();
      for (Object[] event : events) {
        values.merge(event[f], 1, Integer::sum);
      }
      Map<List<String>, Integer> used = new HashMap<>();
      values.forEach((value, times) -> used.merge(known.of(feature, value), times, Integer::sum));
      vocabularies.add(Vocabulary.learn(used, tokens));
    }
    return new EventEncoder(features, vocabularies);
  }

  /** The features, in the order of an event's values. */
  public List<Feature> features() {
    return features;
  }

  /** The number of numbers in a row. */
  public int columns() {
    int columns = 0;
    for (int f = 0; f < features.size(); f++) {
      columns += width(f);
    }
    return columns;
  }

  /** The row of one event; NaN where a number or a place is missing. */
  public double[] row(Object... event) {
    return encoding(new KnownTokens()).of(event);
  }

  /** The rows of many events; quicker for many, and for equal ones, which share one row. */
  public double[][] rows(List<Object[]> events) {
    return rows(events, new KnownTokens());
  }

  /** The same, for a caller that has many actors whose values are alike. */
  public double[][] rows(List<Object[]> events, KnownTokens known) {
    Rows encoding = encoding(known);
    Map<RowKey, double[]> same = new HashMap<>();
    double[][] rows = new double[events.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = same.computeIfAbsent(new RowKey(events.get(i)), key -> encoding.of(key.values()));
    }
    return rows;
  }

  /** Makes rows one after the other, and remembers what single values become. */
  public Rows encoding(KnownTokens known) {
    return new Rows(known);
  }

  /** Makes the rows of events. Not for use by several threads. */
  public final class Rows {
    private static final int REMEMBERED = 1 << 12;

    private final KnownTokens tokens;
    private final int columns = columns();
    private final List<Map<Object, double[]>> known = new ArrayList<>();

    private Rows(KnownTokens tokens) {
      this.tokens = tokens;
      features.forEach(feature -> known.add(new HashMap<>()));
    }

    /** The row of one event; NaN where a number or a place is missing. */
    public double[] of(Object... event) {
      if (event.length != features.size()) {
        throw new IllegalArgumentException(
            "an event of %d values for %d features".formatted(event.length, features.size()));
      }
      double[] row = new double[columns];
      int at = 0;
      for (int f = 0; f < event.length; f++) {
        switch (features.get(f).kind()) {
          case NUMBER -> row[at++] = numberOrMissing(features.get(f), event[f]);
          case PLACE -> at = put(place(features.get(f), event[f]), row, at);
          default -> at = put(known(f, event[f]), row, at);
        }
      }
      return row;
    }

    private static int put(double[] numbers, double[] row, int at) {
      System.arraycopy(numbers, 0, row, at, numbers.length);
      return at + numbers.length;
    }

    private double[] known(int f, Object value) {
      Map<Object, double[]> values = known.get(f);
      double[] numbers = values.get(value);
      if (numbers == null) {
        numbers = numbers(f, value, tokens);
        if (values.size() < REMEMBERED) {
          values.put(value, numbers);
        }
      }
      return numbers;
    }
  }

  /**
   * Adds up what {@link IsolationForest#explain} says of columns by the features they belong to.
   *
   * @return one number per feature
   */
  public double[] byFeature(double[] contributions) {
    double[] sums = new double[features.size()];
    int at = 0;
    for (int f = 0; f < sums.length; f++) {
      int end = at + width(f);
      for (; at < end; at++) {
        sums[f] += contributions[at];
      }
    }
    return sums;
  }

  /** The encoder in a compact form: letters {@code NWEN}, format number, features, CRC-32. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    out.varint(features.size());
    for (int f = 0; f < features.size(); f++) {
      out.text(features.get(f).name());
      out.text(features.get(f).kind().name());
      if (vocabularies.get(f) != null) {
        vocabularies.get(f).write(out);
      }
    }
    return out.sealed(LETTERS, FORMAT);
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @throws IllegalArgumentException for bytes that are no encoder, truncated, damaged, or of
   *     another format
   */
  public static EventEncoder fromBytes(byte[] bytes) {
    ByteReader in = ByteReader.open(bytes, "an encoder", LETTERS, FORMAT, FORMAT);
    int size = in.count(0, in.left());
    List<Feature> features = new ArrayList<>();
    List<Vocabulary> vocabularies = new ArrayList<>();
    for (int f = 0; f < size; f++) {
      String name = in.text(in.left());
      Feature feature = new Feature(name, kind(in.text(in.left()), in));
      features.add(feature);
      vocabularies.add(hasTokens(feature) ? Vocabulary.read(in) : null);
    }
    in.end();
    return new EventEncoder(features, vocabularies);
  }

  /** Where an hour of the day lies on a circle: midnight at (0, 1), six at (1, 0). */
  static double[] hour(long micros) {
    double angle = Math.floorMod(Math.floorDiv(micros, HOUR), 24L) * (Math.PI / 12);
    return new double[] {StrictMath.sin(angle), StrictMath.cos(angle)};
  }

  private int width(int f) {
    return switch (features.get(f).kind()) {
      case NUMBER -> 1;
      case HOUR -> 2;
      case PLACE -> 3;
      case CATEGORY, OWNER, USER_AGENT -> vocabularies.get(f).columns();
    };
  }

  private double[] numbers(int f, Object value, KnownTokens known) {
    Feature feature = features.get(f);
    if (feature.kind() == Feature.Kind.HOUR) {
      return value == null
          ? new double[] {Double.NaN, Double.NaN}
          : hour(number(feature, value).longValue());
    }
    return vocabularies.get(f).numbers(known.of(feature, value));
  }

  private static Feature.Kind kind(String name, ByteReader in) {
    for (Feature.Kind kind : Feature.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw in.damaged("no kind of feature is called " + name);
  }

  private static boolean hasTokens(Feature feature) {
    return switch (feature.kind()) {
      case CATEGORY, OWNER, USER_AGENT -> true;
      case NUMBER, HOUR, PLACE -> false;
    };
  }

  private static double numberOrMissing(Feature feature, Object value) {
    return value == null ? Double.NaN : number(feature, value).doubleValue();
  }

  private static Number number(Feature feature, Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw wrong(feature, value, "a number");
  }

  private static double[] place(Feature feature, Object value) {
    if (value == null) {
      return new double[] {Double.NaN, Double.NaN, Double.NaN};
    }
    if (value instanceof double[] point && point.length == 3) {
      return point;
    }
    throw wrong(feature, value, "three numbers x, y, z");
  }

  static IllegalArgumentException wrong(Feature feature, Object value, String wanted) {
    return new IllegalArgumentException(
        "%s takes %s, not a %s"
            .formatted(feature.name(), wanted, value.getClass().getSimpleName()));
  }
}
