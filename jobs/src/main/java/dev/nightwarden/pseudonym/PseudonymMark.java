package dev.nightwarden.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.TableProperty;
import dev.nightwarden.table.Warehouse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the names in a warehouse are pseudonyms, by which key and where: a property of the table
 * {@code messages} says so, written before its first row. All messages of a warehouse are of one
 * kind, or a person would be two.
 */
public record PseudonymMark(Warehouse warehouse) {
  private static final String PROPERTY = "nightwarden.pseudonyms";
  private static final Logger log = LoggerFactory.getLogger(PseudonymMark.class);

  /**
   * What the property says.
   *
   * @param keyId see {@link Pseudonyms}
   */
  private record Known(String keyId, SortedSet<String> paths) {
    static Known of(Pseudonyms pseudonyms) {
      return new Known(pseudonyms.keyId(), pseudonyms.paths());
    }

    static Known parse(String text) {
      List<String> words = Arrays.asList(text.split(" "));
      return new Known(
          words.get(0),
          words.stream()
              .skip(1)
              .map(path -> URLDecoder.decode(path, UTF_8))
              .collect(Collectors.toCollection(TreeSet::new)));
    }

    String text() {
      return keyId
          + paths.stream()
              .map(path -> " " + URLEncoder.encode(path, UTF_8))
              .collect(Collectors.joining());
    }
  }

  /**
   * Makes sure that what is ingested is of the kind of what is there; where nothing is there, it
   * decides that.
   *
   * @param pseudonyms of the config; null where names stay
   * @throws IllegalKeyException as {@link #check}
   */
  public void settle(Pseudonyms pseudonyms) {
    if (check(pseudonyms)) {
      return;
    }
    warehouse.confirm();
    property().set(Known.of(pseudonyms).text());
    log.info("Names become pseudonyms at {}", String.join(", ", pseudonyms.paths()));
  }

  /**
   * Looks whether what would be ingested is of the kind of what is there; writes nothing.
   *
   * @param pseudonyms of the config; null where names stay
   * @return whether that is decided already
   * @throws IllegalKeyException if names stayed so far, or do not any more, or the key or the paths
   *     are others
   */
  public boolean check(Pseudonyms pseudonyms) {
    Optional<String> known = property().value();
    Optional<String> now = Optional.ofNullable(pseudonyms).map(of -> Known.of(of).text());
    if (known.equals(now)) {
      return true;
    }
    if (pseudonyms == null || !isBlank()) {
      refuse(pseudonyms, known.map(Known::parse));
    }
    return false;
  }

  /**
   * Makes sure that names can be found in the tables, whatever the paths are now.
   *
   * @param pseudonyms of the config; null where names stay
   * @throws IllegalKeyException if they cannot, as the tables have pseudonyms of another key, or
   *     have them without a key in the config, or have none
   */
  public void confirm(Pseudonyms pseudonyms) {
    Optional<Known> known = property().value().map(Known::parse);
    boolean isSame =
        pseudonyms == null
            ? known.isEmpty()
            : known.isPresent() && known.get().keyId().equals(pseudonyms.keyId());
    if (!isSame && !isBlank()) {
      refuse(pseudonyms, known);
    }
  }

  private void refuse(Pseudonyms pseudonyms, Optional<Known> known) {
    if (pseudonyms == null) {
      throw new IllegalKeyException(
          "pseudonyms",
          "is missing, and the names in %s are pseudonyms; set pseudonyms: {key: \"${NAME}\"%s}"
              .formatted(
                  warehouse.location(),
                  known.map(before -> ", paths: " + before.paths()).orElse("")));
    }
    if (known.isEmpty()) {
      throw new IllegalKeyException(
          "pseudonyms",
          ("is new, and %s has messages with the names themselves; set warehouse to another"
                  + " place, for which the logs are read again, and remove the old one")
              .formatted(warehouse.location()));
    }
    if (!known.get().keyId().equals(pseudonyms.keyId())) {
      throw new IllegalKeyException(
          "pseudonyms.key",
          ("is not the key of the pseudonyms in %s: give that one, or set warehouse to another"
                  + " place, for which the logs are read again")
              .formatted(warehouse.location()));
    }
    throw new IllegalKeyException(
        "pseudonyms",
        ("hides other paths than it did in %s%s%s: a profile, an identity or paths changed. Put"
                + " into pseudonyms.paths what lacks, or set warehouse to another place, for"
                + " which the logs are read again")
            .formatted(
                warehouse.location(),
                difference("; no more: ", known.get().paths(), pseudonyms.paths()),
                difference("; new: ", pseudonyms.paths(), known.get().paths())));
  }

  private static String difference(
      String words, Collection<String> all, Collection<String> others) {
    SortedSet<String> only = new TreeSet<>(all);
    only.removeAll(others);
    return only.isEmpty() ? "" : words + String.join(", ", only);
  }

  /** Whether nothing was ever made of a record. */
  private boolean isBlank() {
    return List.of(Table.MESSAGES, Table.REJECTS, Table.FEATURE_COUNTS).stream()
        .allMatch(table -> !warehouse.exists(table) || warehouse.read(table).isEmpty());
  }

  private TableProperty property() {
    return new TableProperty(warehouse, Table.MESSAGES, PROPERTY);
  }
}
