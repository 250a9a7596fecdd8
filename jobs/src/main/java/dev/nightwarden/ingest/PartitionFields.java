package dev.nightwarden.ingest;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields whose values stand in the names of folders, as Hive has them: {@code dt=2024-01-01}. Names
 * and values may have characters as {@code %2F}; {@link #NULL} and an empty value are null.
 */
final class PartitionFields implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands for the fields of all folders. */
  static final String ALL = "*";

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private final List<String> wanted;
  private transient String knownFile;
  private transient Map<String, String> known;

  /**
   * @param wanted names of fields, or {@link #ALL}
   */
  PartitionFields(List<String> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  /** The fields that the folders of a file have; null is a value. */
  Map<String, String> of(String file) {
    if (wanted.isEmpty() || file == null) {
      return Map.of();
    }
    if (!file.equals(knownFile)) {
      known = read(file);
      knownFile = file;
    }
    return known;
  }

  private Map<String, String> read(String file) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] names = file.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      int equals = names[i].indexOf('=');
      if (equals > 0) {
        String field = decoded(names[i].substring(0, equals));
        String value = decoded(names[i].substring(equals + 1));
        if (wanted.contains(field) || wanted.contains(ALL)) {
          fields.put(field, value.isEmpty() || value.equals(NULL) ? null : value);
        }
      }
    }
    return fields;
  }

  /** A text without its percent signs, where what they stand for is UTF-8; else as it is. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] given = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < given.length; i++) {
      int high = given[i] == '%' && i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(given[i + 2], 16);
      bytes.write(low < 0 ? given[i] : high * 16 + low);
      i += low < 0 ? 0 : 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException otherwise) {
      return text;
    }
  }
}
