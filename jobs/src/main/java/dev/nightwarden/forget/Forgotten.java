package dev.nightwarden.forget;

import dev.nightwarden.ingest.Admission;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Who was forgotten, as far as the table {@code forgotten} and the key tell. */
final class Forgotten implements Admission.Words {
  private static final long serialVersionUID = 1L;

  private final NameHash hash;

  /** The hashes by the length of the name; the longest first. */
  private final NavigableMap<Integer, Set<String>> hashes;

  private Forgotten(NameHash hash, NavigableMap<Integer, Set<String>> hashes) {
    this.hash = hash;
    this.hashes = hashes;
  }

  /**
   * Those of a warehouse; empty where there are none.
   *
   * @param settings null where the config has none
   * @throws IllegalKeyException if there are some and the key that knows them is not there
   */
  static Optional<Forgotten> of(Warehouse warehouse, ForgetSettings settings) {
    Map<String, Integer> lengths = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (Row row :
        warehouse
            .read(Table.FORGOTTEN)
            .select("name_hash", "key_id", "characters")
            .collectAsList()) {
      lengths.put(row.getString(0), row.getInt(2));
      keys.add(row.getString(1));
    }
    if (lengths.isEmpty()) {
      return Optional.empty();
    }
    if (settings == null) {
      throw new IllegalKeyException(
          "forget",
          ("is missing: %s forgotten in %s, and without the key of then the logs would"
                  + " bring them back; set forget: {key: \"${NAME}\"}")
              .formatted(
                  Amount.of(lengths.size(), "name was", "names were"), warehouse.location()));
    }
    if (!keys.equals(Set.of(settings.hash().keyId()))) {
      throw new IllegalKeyException(
          "forget.key",
          "is not the key with which names were forgotten in %s: give that one, or the logs would bring them back"
              .formatted(warehouse.location()));
    }
    NavigableMap<Integer, Set<String>> hashes = new TreeMap<>(Collections.reverseOrder());
    lengths.forEach(
        (hash, length) -> hashes.computeIfAbsent(length, none -> new HashSet<>()).add(hash));
    return Optional.of(new Forgotten(settings.hash(), hashes));
  }

  /** Whether this is one of them, whole. */
  boolean are(String actor) {
    Set<String> ofLength = actor == null ? null : hashes.get(actor.length());
    return ofLength != null && ofLength.contains(hash.of(actor));
  }

  @Override
  public boolean mentions(String text) {
    return Unescaped.isAny(text, says -> next(says, 0) != null);
  }

  @Override
  public String without(String text) {
    return Unescaped.without(text, this::next);
  }

  private Unescaped.Found next(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      String name = NameBounds.begins(text, at) ? found(text, at) : null;
      if (name != null) {
        return new Unescaped.Found(at, at + name.length(), NameHash.inPlaceOf(hash.of(name)));
      }
    }
    return null;
  }

  /** The name that begins at an index; null for none. */
  private String found(String text, int at) {
    for (Map.Entry<Integer, Set<String>> ofLength : hashes.entrySet()) {
      int end = at + ofLength.getKey();
      if (end <= text.length() && NameBounds.ends(text, end)) {
        String word = text.substring(at, end);
        if (ofLength.getValue().contains(hash.of(word))) {
          return word;
        }
      }
    }
    return null;
  }
}
