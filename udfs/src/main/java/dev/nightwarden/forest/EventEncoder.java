package dev.nightwarden.forest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
      List<Collection<String>> used = new ArrayList<>(events.size());
      Map<Object, List<String>> known = new HashMap<>();
      for (Object[] event : events) {
        used.add(known.computeIfAbsent(event[f], value -> tokens(feature, value)));
      }
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
    return rows(Collections.singletonList(event))[0];
  }

  /** The rows of many events; quicker for many, and for equal values. */
  public double[][] rows(List<Object[]> events) {
    for (Object[] event : events) {
      if (event.length != features.size()) {
        throw new IllegalArgumentException(
            "an event of %d values for %d features".formatted(event.length, features.size()));
      }
    }
    double[][] rows = new double[events.size()][columns()];
    int at = 0;
    for (int f = 0; f < features.size(); f++) {
      if (features.get(f).kind() == Feature.Kind.NUMBER) {
        for (int i = 0; i < rows.length; i++) {
          rows[i][at] = numberOrMissing(features.get(f), events.get(i)[f]);
        }
      } else {
        Map<Object, double[]> known = new HashMap<>();
        int feature = f;
        for (int i = 0; i < rows.length; i++) {
          double[] numbers =
              known.computeIfAbsent(events.get(i)[f], value -> numbers(feature, value));
          System.arraycopy(numbers, 0, rows[i], at, numbers.length);
        }
      }
      at += width(f);
    }
    return rows;
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

  private double[] numbers(int f, Object value) {
    Feature feature = features.get(f);
    return switch (feature.kind()) {
      case NUMBER -> new double[] {numberOrMissing(feature, value)};
      case HOUR ->
          value == null
              ? new double[] {Double.NaN, Double.NaN}
              : hour(number(feature, value).longValue());
      case PLACE -> place(feature, value);
      case CATEGORY, OWNER, USER_AGENT -> vocabularies.get(f).numbers(tokens(feature, value));
    };
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

  private static List<String> tokens(Feature feature, Object value) {
    if (value != null && !(value instanceof String)) {
      throw wrong(feature, value, "a text");
    }
    String text = (String) value;
    return switch (feature.kind()) {
      case OWNER -> Tokens.ofOwner(text);
      case USER_AGENT -> Tokens.ofUserAgent(text);
      default -> text == null ? List.of() : List.of(text);
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

  private static IllegalArgumentException wrong(Feature feature, Object value, String wanted) {
    return new IllegalArgumentException(
        "%s takes %s, not a %s"
            .formatted(feature.name(), wanted, value.getClass().getSimpleName()));
  }
}
