package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse, a folder of logs, and what a test asks of them. */
abstract class IngestFixture {
  static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

  @TempDir Path folder;
  Warehouse warehouse;
  final List<SortedSet<LocalDate>> announced = new ArrayList<>();

  @BeforeEach
  void makeWarehouse() throws IOException {
    warehouse = new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
    java.nio.file.Files.createDirectory(folder.resolve("logs"));
  }

  Path write(String name, String... lines) throws IOException {
    Path file = folder.resolve("logs").resolve(name);
    java.nio.file.Files.createDirectories(file.getParent());
    return java.nio.file.Files.writeString(file, String.join("\n", lines) + "\n");
  }

  LogFiles logs(String pattern, Object... keysAndValues) {
    Object[] all = new Object[keysAndValues.length + 4];
    System.arraycopy(keysAndValues, 0, all, 4, keysAndValues.length);
    all[0] = "path";
    all[1] = folder.resolve("logs") + "/" + pattern;
    all[2] = "time";
    all[3] = "t";
    return Given.files(all);
  }

  IngestResult ingest(Transport transport) {
    return ingest(Map.of("logs", transport), Map.of(), NOW);
  }

  IngestResult ingest(
      Map<String, Transport> transports, Map<String, Duration> delays, Instant now) {
    return new Ingest(warehouse, transports, delays, now).run(announced::add);
  }

  /** The counts that are not 0. */
  static String counts(IngestResult result) {
    return result.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  List<String> messages(String... columns) {
    return warehouse
        .read(Table.MESSAGES)
        .selectExpr(columns)
        .orderBy(Arrays.stream(columns).map(c -> col(name(c))).toArray(Column[]::new))
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  private static String name(String column) {
    return column.substring(column.lastIndexOf(' ') + 1);
  }

  List<String> rejects() {
    return warehouse
        .read(Table.REJECTS)
        .selectExpr("source_file", "reason", "raw")
        .collectAsList()
        .stream()
        .map(
            row ->
                "%s: %s: %s"
                    .formatted(
                        Path.of(row.getString(0)).getFileName(),
                        row.getString(1),
                        row.getString(2)))
        .sorted()
        .toList();
  }
}
