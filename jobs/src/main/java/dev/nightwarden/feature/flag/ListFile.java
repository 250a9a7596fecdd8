package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.geo.AddressBlocks;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.sql.ShippedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Values from a text file in UTF-8, one a line; empty lines and those that start with # are passed
 * over, as is space around a value. The driver reads it, again only when it has changed, and sends
 * it to each executor once; a million lines hold about 100 MB there.
 */
final class ListFile {
  static final int MAX_LINES = 5_000_000;

  private static final Map<String, Kept> READ = new ConcurrentHashMap<>();

  private ListFile() {}

  /** What a file held when it had that length and was last changed then. */
  private record Kept(long length, FileTime changed, Listed listed) {}

  /** What a file lists. */
  private interface Listed extends Serializable {
    boolean has(String value);
  }

  private record Values(Set<String> values) implements Listed {
    @Override
    public boolean has(String value) {
      return values.contains(value);
    }
  }

  private record Networks(AddressBlocks blocks) implements Listed {
    @Override
    public boolean has(String value) {
      return blocks.contains(value);
    }
  }

  /**
   * @throws IllegalKeyException if the file cannot be read, naming it and the line
   */
  static void check(String file, boolean networks) {
    listed(file, networks);
  }

  /** Whether a text is listed (boolean); null for null. */
  static Column has(Column text, String file, boolean networks) {
    Broadcast<Listed> sent =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
            .broadcast(listed(file, networks));
    return udf(
            (UDF1<String, Boolean>) value -> value == null ? null : sent.value().has(value),
            DataTypes.BooleanType)
        .withName("in_list")
        .apply(text);
  }

  private static Listed listed(String file, boolean networks) {
    try {
      Path path = ShippedFiles.locate(file);
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      Kept kept = READ.get(networks + file);
      if (kept == null
          || kept.length() != now.size()
          || !kept.changed().equals(now.lastModifiedTime())) {
        kept = new Kept(now.size(), now.lastModifiedTime(), read(path, networks));
        READ.put(networks + file, kept);
      }
      return kept.listed();
    } catch (NoSuchFileException missing) {
      throw new IllegalKeyException("file", "is %s, but there is no such file".formatted(file));
    } catch (MalformedInputException binary) {
      throw new IllegalKeyException("file", "is %s, which is not UTF-8 text".formatted(file));
    } catch (IOException broken) {
      throw new IllegalKeyException(
          "file", "is %s, which cannot be read: %s".formatted(file, broken.getMessage()));
    }
  }

  private static Listed read(Path path, boolean networks) throws IOException {
    Set<String> values = new HashSet<>();
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String value = line.strip();
        if (value.isEmpty() || value.startsWith("#")) {
          continue;
        }
        if (networks) {
          checkNetwork(path, number, value);
        }
        values.add(value);
        if (values.size() > MAX_LINES) {
          throw new IllegalKeyException(
              "file", "is %s, which has more than %,d values".formatted(path, MAX_LINES));
        }
      }
    }
    return networks ? new Networks(new AddressBlocks(values)) : new Values(values);
  }

  private static void checkNetwork(Path path, int number, String value) {
    try {
      new AddressBlocks(List.of(value));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalKeyException(
          "file",
          "is %s, but on line %d %s".formatted(path, number, Figures.text(wrong.getMessage())));
    }
  }
}
