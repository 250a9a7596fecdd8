package dev.nightwarden.peers;

import static dev.nightwarden.table.Columns.ACTOR;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_date;

import dev.nightwarden.plugin.IllegalKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A file that says who is what.
 *
 * @param file csv with a header, or JSON lines where its name ends in json, jsonl or ndjson; null
 *     for none
 * @param columns what it says of an actor
 */
record Directory(String file, List<String> columns) {
  static final Directory NONE = new Directory(null, List.of());

  /** What it says of an actor: array of (first day, last day, values of the columns). */
  static final String ENTRIES = "entries";

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "actor STRING, entries ARRAY<STRUCT<first: INT, last: INT, `values`: ARRAY<STRING>>>");

  /**
   * Looks into the file.
   *
   * @param key of the config that names it
   * @throws IllegalKeyException if it cannot be read, or has no column {@code actor}
   */
  static Directory open(SparkSession spark, String file, String key) {
    List<String> columns;
    try {
      columns = new ArrayList<>(Arrays.asList(rows(spark, file).columns()));
    } catch (Exception e) {
      // Spark's own exceptions are checked, though no method of its Java API declares them.
      throw new IllegalKeyException(
          key, "is %s, which cannot be read: %s".formatted(file, firstLine(e)));
    }
    if (!columns.contains(ACTOR)) {
      throw new IllegalKeyException(
          key, "is %s, which has no column actor; its columns: %s".formatted(file, columns));
    }
    columns.removeAll(List.of(ACTOR, FROM, TO));
    return new Directory(file, columns);
  }

  /**
   * Tells contents of the file apart.
   *
   * @param key of the config that names it
   * @throws IllegalKeyException if it cannot be read
   */
  static String hash(SparkSession spark, String file, String key) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(spark.sessionState().newHadoopConf()).open(path)) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw new IllegalKeyException(
          key, "is %s, which cannot be read: %s".formatted(file, firstLine(e)));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** One row per actor: actor, entries. */
  Dataset<Row> actors(SparkSession spark) {
    if (file == null) {
      return spark.createDataFrame(List.of(), SCHEMA);
    }
    Dataset<Row> rows = rows(spark, file);
    List<String> all = Arrays.asList(rows.columns());
    Column[] values =
        columns.stream()
            .map(column -> nullif(col("`" + column + "`").cast("string"), lit("")))
            .toArray(Column[]::new);
    return rows.where(col(ACTOR).isNotNull())
        .groupBy(col(ACTOR).cast("string").as(ACTOR))
        .agg(
            collect_list(
                    struct(
                        day(all.contains(FROM), FROM, Integer.MIN_VALUE).as("first"),
                        day(all.contains(TO), TO, Integer.MAX_VALUE).as("last"),
                        array(values).as("values")))
                .as(ENTRIES));
  }

  private static Column day(boolean isThere, String column, int otherwise) {
    return isThere
        ? coalesce(unix_date(to_date(nullif(col(column).cast("string"), lit("")))), lit(otherwise))
        : lit(otherwise);
  }

  private static Dataset<Row> rows(SparkSession spark, String file) {
    // Spark takes what it reads for a pattern; this is the name of one file.
    String name = file.replaceAll("[*?\\[\\]{},\\\\]", "\\\\$0");
    return file.matches("(?is).*\\.(json|jsonl|ndjson)")
        ? spark.read().json(name)
        : spark.read().option("header", "true").csv(name);
  }
}
