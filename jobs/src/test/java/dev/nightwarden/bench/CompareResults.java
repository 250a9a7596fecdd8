package dev.nightwarden.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Holds what two versions of the program made of the same logs against each other, row by row:
 * every table but {@code runs} and {@code lease}, and the CSV. Columns that say who wrote a row and
 * when are left out, and so is the folder that the program ran in. Columns that only one version
 * has are named, and not compared.
 */
final class CompareResults {
  private static final Set<String> OF_THE_RUN =
      Set.of("run_id", "ingested_at", "modified", "code_version");

  private static final Set<String> NOT_COMPARED = Set.of("runs", "lease");

  private CompareResults() {}

  /**
   * Compares, and ends with exit code 1 where there is a difference.
   *
   * @param args the folder that the one version ran in, that of the other, and below both a folder
   *     with a {@code warehouse} and an {@code alerts.csv}
   */
  public static void main(String[] args) throws IOException {
    Path before = Path.of(args[0]).toRealPath();
    Path after = Path.of(args[1]).toRealPath();
    SparkSession spark = Bench.session();
    boolean isSame = true;
    for (String place : Arrays.asList(args).subList(2, args.length)) {
      Set<String> tables = tables(before.resolve(place));
      tables.addAll(tables(after.resolve(place)));
      tables.removeAll(NOT_COMPARED);
      for (String table : tables) {
        isSame &= isSame(spark, before, after, place + "/warehouse/" + table);
      }
      isSame &= isSameCsv(before, after, place + "/alerts.csv");
    }
    spark.stop();
    System.out.println(isSame ? "no difference" : "THERE ARE DIFFERENCES");
    System.exit(isSame ? 0 : 1);
  }

  private static Set<String> tables(Path place) throws IOException {
    try (Stream<Path> folders = Files.list(place.resolve("warehouse"))) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("_delta_log")))
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isSame(SparkSession spark, Path before, Path after, String table) {
    if (!Files.exists(before.resolve(table)) || !Files.exists(after.resolve(table))) {
      System.out.printf("%-50s only one has it%n", table);
      return false;
    }
    Dataset<Row> old = spark.read().format("delta").load(before.resolve(table).toString());
    Dataset<Row> now = spark.read().format("delta").load(after.resolve(table).toString());
    Set<String> shared = new TreeSet<>(List.of(old.columns()));
    shared.retainAll(List.of(now.columns()));
    Set<String> single = new TreeSet<>(List.of(old.columns()));
    single.addAll(List.of(now.columns()));
    single.removeAll(shared);
    shared.removeAll(OF_THE_RUN);
    Dataset<Row> rows = rows(old, shared, before);
    Dataset<Row> newRows = rows(now, shared, after);
    List<Row> gone = rows.exceptAll(newRows).limit(3).collectAsList();
    List<Row> added = newRows.exceptAll(rows).limit(3).collectAsList();
    System.out.printf(
        "%-50s %,8d and %,8d rows, %s%s%n",
        table,
        rows.count(),
        newRows.count(),
        gone.isEmpty() && added.isEmpty() ? "equal" : "DIFFERENT",
        single.isEmpty() ? "" : ", only one has the columns " + single);
    gone.forEach(row -> System.out.println("  - " + row.getString(0)));
    added.forEach(row -> System.out.println("  + " + row.getString(0)));
    return gone.isEmpty() && added.isEmpty();
  }

  private static Dataset<Row> rows(Dataset<Row> table, Set<String> columns, Path root) {
    Column[] all = columns.stream().map(name -> col(name)).toArray(Column[]::new);
    return table.select(replace(to_json(struct(all)), lit(root.toString()), lit("ROOT")).as("row"));
  }

  private static boolean isSameCsv(Path before, Path after, String file) throws IOException {
    List<String> old = lines(before.resolve(file));
    List<String> now = lines(after.resolve(file));
    System.out.printf(
        "%-50s %,8d and %,8d lines, %s%n",
        file, old.size(), now.size(), old.equals(now) ? "equal" : "DIFFERENT");
    return old.equals(now);
  }

  /** The lines without their last cell, the run's id. */
  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .map(line -> line.replaceFirst(",[^,]*(,[^,]*)$", "$1"))
            .toList()
        : List.of();
  }
}
