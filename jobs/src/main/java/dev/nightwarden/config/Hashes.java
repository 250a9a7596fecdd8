package dev.nightwarden.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nightwarden.value.Sha256;

/** Tells whether settings are the same as those of an earlier run. */
public final class Hashes {
  private static final ObjectMapper SORTED =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private Hashes() {}

  /**
   * SHA-256 of what the settings say, in hex: equal for equal values in any JVM, whatever the order
   * of keys, wherever they were written; the order of a list counts. Secrets do not, nor does what
   * is null, nor what {@linkplain dev.nightwarden.plugin.Key#decides decides} nothing.
   *
   * @throws IllegalArgumentException if a value is of a type that no config can give
   */
  public static String of(Record settings) {
    try {
      return Sha256.hex(SORTED.writeValueAsString(Plain.decisive(settings)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
