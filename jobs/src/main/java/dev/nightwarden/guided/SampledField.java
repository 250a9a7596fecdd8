package dev.nightwarden.guided;

import dev.nightwarden.geo.Take;
import dev.nightwarden.geo.WrittenAddress;
import dev.nightwarden.value.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The values that records of a sample have at one path.
 *
 * @param path dotted, as a config names it
 * @param values one for each record, in their order; null where a record has none
 */
record SampledField(String path, List<Object> values) {
  /** Values of one field from which on no more are looked at to tell what they are. */
  private static final int ENOUGH = 400;

  /** How many records have a value. */
  int present() {
    return (int) values.stream().filter(value -> value != null).count();
  }

  /** The share of the records that have a value, in [0, 1]. */
  double coverage() {
    return values.isEmpty() ? 0 : (double) present() / values.size();
  }

  /** How many different values there are. */
  int distinct() {
    Set<Object> all = new HashSet<>(values);
    all.remove(null);
    return all.size();
  }

  /** Some of the values, spread over the sample. */
  List<Object> some() {
    List<Object> there = values.stream().filter(value -> value != null).toList();
    int step = Math.max(1, there.size() / ENOUGH);
    List<Object> some = new ArrayList<>();
    for (int i = 0; i < there.size(); i += step) {
      some.add(there.get(i));
    }
    return some;
  }

  /** The share of {@link #some} that are texts with an IP address, in [0, 1]. */
  double addresses() {
    return share(value -> value instanceof String text && isAddress(text));
  }

  private static boolean isAddress(String text) {
    return text.length() <= 200 && WrittenAddress.of(text, Take.LAST) != null;
  }

  /** The share of {@link #some} that are numbers, or texts that say one, in [0, 1]. */
  double numbers() {
    return share(
        value ->
            value instanceof Number || (value instanceof String text && Json.number(text) != null));
  }

  /** Whether nothing but single values is here: no array. */
  boolean isPlain() {
    return values.stream().noneMatch(value -> value instanceof List);
  }

  /** The mean length of the values as text, in characters; 0 without values. */
  double length() {
    return some().stream().mapToInt(value -> value.toString().length()).average().orElse(0);
  }

  private double share(java.util.function.Predicate<Object> holds) {
    List<Object> some = some();
    return some.isEmpty() ? 0 : (double) some.stream().filter(holds).count() / some.size();
  }

  /** The last part of the path. */
  String lastPart() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * The words of the whole path, in lower case: {@code userIdentity.arn} has user, identity and
   * arn.
   */
  List<String> words() {
    return words(path);
  }

  static List<String> words(String name) {
    String split = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ");
    List<String> words =
        new ArrayList<>(List.of(split.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)));
    words.removeIf(String::isEmpty);
    return words;
  }

  /** A name without case and separators, by which names are compared: {@code sourceipaddress}. */
  static String plainName(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
