package dev.nightwarden.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether settings are the same as those of an earlier run. */
public final class Hashes {
  private static final ObjectMapper SORTED =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private Hashes() {}

  /**
   * SHA-256 of what the settings say, in hex: equal for equal values in any JVM, whatever the order
   * of keys, wherever they were written; the order of a list counts. Secrets do not, nor does what
   * is null.
   *
   * @throws IllegalArgumentException if a value is of a type that no config can give
   */
  public static String of(Record settings) {
    try {
      byte[] canonical =
          SORTED
              .writeValueAsString(Plain.withoutSecrets(settings))
              .getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
