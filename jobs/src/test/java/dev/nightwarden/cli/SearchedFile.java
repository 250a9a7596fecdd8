package dev.nightwarden.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All that a file holds.
 *
 * @param content its bytes, and those of what is packed in it and of each column of Parquet, a
 *     character each
 */
record SearchedFile(String content) {
  static SearchedFile of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String content = new String(bytes, ISO_8859_1);
    if (file.toString().endsWith(".gz")) {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        content += new String(in.readAllBytes(), ISO_8859_1);
      }
    } else if (file.toString().endsWith(".parquet")) {
      content += String.join("\n", rows(file).stream().map(SearchedFile::bytes).toList());
    }
    return new SearchedFile(content);
  }

  /** Whether a text is in it, as UTF-8. */
  boolean holds(String text) {
    return content.contains(bytes(text));
  }

  /** The same without what stands for something else. */
  SearchedFile without(String text) {
    return new SearchedFile(content.replace(bytes(text), ""));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static List<String> rows(Path file) {
    Dataset<Row> rows = SharedSpark.session().read().parquet(file.toString());
    List<Column> texts = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (field.dataType().equals(DataTypes.BinaryType)) {
        texts.add(col(field.name()).cast("string"));
      } else if (field.name().equals("data") && field.dataType() instanceof StructType) {
        // A variant, as Parquet has it.
        texts.add(col("data.value").cast("string"));
        texts.add(col("data.metadata").cast("string"));
      } else {
        texts.add(col(field.name()));
      }
    }
    return rows.select(texts.toArray(Column[]::new)).toJSON().collectAsList();
  }
}
