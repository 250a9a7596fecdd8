package dev.nightwarden.forest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tokens one actor used, and the numbers they stand for: binary tf-idf. A token that df of n
 * events had weighs ln((1 + n) / (1 + df)) + 1, and an event's weights are brought to length 1.
 * Behind them stands the share of the event's tokens that the vocabulary lacks.
 *
 * @param events n: the events it was learned from
 * @param tokens the tokens in the order of their columns
 * @param counts df: of each token, the events that had it
 */
public record Vocabulary(int events, List<String> tokens, List<Integer> counts) {
  private static final String LETTERS = "NWVO";
  private static final int FORMAT = 1;

  public Vocabulary {
    tokens = List.copyOf(tokens);
    counts = List.copyOf(counts);
    if (tokens.size() != counts.size()) {
      throw new IllegalArgumentException(
          "%d tokens but %d counts".formatted(tokens.size(), counts.size()));
    }
  }

  /**
   * Learns the tokens of an actor's events.
   *
   * @param events the tokens of each event; repeated ones count once
   * @param most how many tokens to keep: those of the most events, among equals the first in the
   *     order of UTF-16; the others will count as never seen
   */
  public static Vocabulary learn(Iterable<? extends Collection<String>> events, int most) {
    Map<Collection<String>, Integer> same = new HashMap<>();
    for (Collection<String> event : events) {
      same.merge(event, 1, Integer::sum);
    }
    return learn(same, most);
  }

  /**
   * Learns the tokens of an actor's events.
   *
   * @param events how many events had these tokens; repeated ones count once
   * @param most as above
   */
  static Vocabulary learn(Map<? extends Collection<String>, Integer> events, int most) {
    Map<String, Integer> counts = new HashMap<>();
    int number = 0;
    for (var event : events.entrySet()) {
      number += event.getValue();
      for (String token : new HashSet<>(event.getKey())) {
        counts.merge(token, event.getValue(), Integer::sum);
      }
    }
    List<String> tokens =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .map(Map.Entry::getKey)
            .toList();
    return new Vocabulary(number, tokens, tokens.stream().map(counts::get).toList());
  }

  /** How many numbers an event becomes: one per token, and the share of tokens never seen. */
  public int columns() {
    return tokens.size() + 1;
  }

  /** The weight of a token by its column: ln((1 + n) / (1 + df)) + 1, at least 1. */
  public double idf(int column) {
    return StrictMath.log((1.0 + events) / (1.0 + counts.get(column))) + 1;
  }

  /**
   * The numbers of one event: weights of unit length (all 0 where it has no known token), then the
   * share of its tokens never seen, in [0, 1] (0 where it has no tokens).
   */
  public double[] numbers(Collection<String> event) {
    double[] numbers = new double[columns()];
    Set<String> own = new HashSet<>(event);
    double squares = 0;
    int known = 0;
    for (int k = 0; k < tokens.size(); k++) {
      if (own.contains(tokens.get(k))) {
        numbers[k] = idf(k);
        squares += numbers[k] * numbers[k];
        known++;
      }
    }
    double length = Math.sqrt(squares);
    for (int k = 0; k < tokens.size() && known > 0; k++) {
      numbers[k] /= length;
    }
    if (!own.isEmpty()) {
      numbers[tokens.size()] = (own.size() - known) / (double) own.size();
    }
    return numbers;
  }

  /** The vocabulary in a compact form: letters {@code NWVO}, format number, tokens, CRC-32. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    write(out);
    return out.sealed(LETTERS, FORMAT);
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @throws IllegalArgumentException for bytes that are no vocabulary, truncated, damaged, or of
   *     another format
   */
  public static Vocabulary fromBytes(byte[] bytes) {
    ByteReader in = ByteReader.open(bytes, "a vocabulary", LETTERS, FORMAT, FORMAT);
    Vocabulary vocabulary = read(in);
    in.end();
    return vocabulary;
  }

  void write(ByteWriter out) {
    out.varint(events);
    out.varint(tokens.size());
    for (int k = 0; k < tokens.size(); k++) {
      out.text(tokens.get(k));
      out.varint(counts.get(k));
    }
  }

  static Vocabulary read(ByteReader in) {
    int events = in.count(0, Integer.MAX_VALUE);
    int size = in.count(0, in.left());
    List<String> tokens = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      tokens.add(in.text(in.left()));
      counts.add(in.count(0, events));
    }
    return new Vocabulary(events, tokens, counts);
  }
}
