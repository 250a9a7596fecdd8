package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Warehouse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All stores and malicious_events hold the same rows. */
class StoresAgreeTest {
  /** Texts that break careless writers. */
  private static final List<String> TEXTS =
      Arrays.asList(
          null,
          "",
          " ",
          "plain",
          "a,b",
          "say \"hi\"",
          "\"",
          "two\nlines",
          "two\r\nlines",
          "old\rmac",
          "\\.",
          "a\n\\.\nb",
          "\\N",
          "back\\slash\ttab",
          "nul\0here",
          "\u001b[31mred",
          "\b\f\u000b\u007f",
          "#comment",
          "=1+1",
          "+1",
          "-1+1",
          "-5",
          "-5.25",
          "@SUM(A1)",
          "\t=1",
          "\r=1",
          "\ntext",
          "  =1",
          "\u00a0=1",
          "\ufeff=1",
          "'=1",
          "'' =1",
          "'plain",
          "'\tx",
          "\uff1d1",
          "\"=1\"",
          "Stra\u00dfe \u4e2d\u6587 \ud83d\ude00",
          "\u202Eevil",
          "x".repeat(200_000));

  private static final List<String> COLUMNS =
      MaliciousEvents.stored(Finding.table(), Finding.dates()).names();

  @TempDir Path folder;

  @Test
  void holdTheRowsOfMaliciousEventsRowByRow() throws Exception {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i);
      String time = "2026-11-0%dT%02d:00:00.00000%dZ".formatted(1 + i % 3, i % 24, i % 10);
      findings.add(
          new Finding("a" + i, "e" + i, time, text, text, text, 1.0 / (i + 1), text, text, text));
    }
    Warehouse warehouse =
        Finding.warehouse(folder.resolve("warehouse"), findings.toArray(Finding[]::new));
    Database database = TestDatabase.fresh();
    Path file = folder.resolve("new/alerts.csv");
    Path lines = folder.resolve("new/alerts.jsonl");
    OpenSearch search = TestSearch.fresh();

    ShipResult result =
        new Ship(
                warehouse,
                Map.of(
                    "csv", new Csv(file.toString(), null),
                    "jsonl", new JsonLines(lines.toString(), null),
                    "parquet", new Parquet(folder.resolve("parquet").toString()),
                    "delta", new Delta(folder.resolve("delta").toString(), null),
                    "search", search,
                    "db", new Postgres("malicious_events", "public", null)),
                database,
                Clock.systemUTC(),
                Finding.dates(),
                false)
            .run(Finding.dates("2026-11-01", "2026-11-02", "2026-11-03"));

    List<List<String>> expected =
        findings.stream().sorted(Finding.BY_TIME).map(StoresAgreeTest::cells).toList();
    List<List<String>> csv = CsvText.parse(Files.readString(file));
    assertEquals(COLUMNS, csv.get(0));
    assertSame(expected, restored(csv.subList(1, csv.size())));
    assertSame(expected, rows(database));
    assertSame(expected, jsonRows(lines));
    assertSame(expected, tableRows(parquet(folder.resolve("parquet"))));
    assertSame(expected, tableRows(delta(folder.resolve("delta"))));
    assertSame(expected, documents(search));
    assertEquals(
        Map.of(
            "csv.rows", 39L,
            "jsonl.rows", 39L,
            "parquet.rows", 39L,
            "delta.rows", 39L,
            "search.rows", 39L,
            "db.rows", 39L),
        result.counts());
  }

  @Test
  void namesActorsAndFieldsByIdsThatNothingElseShares() {
    List<String> ids =
        MaliciousEvents.stored(
                Finding.table(
                    Finding.of("1", "2026-11-01T00:00:00Z", "a"),
                    Finding.of("2", "2026-11-01T00:00:00Z", "a"),
                    Finding.of("3", "2026-11-01T00:00:00Z", null),
                    Finding.of("4", "2026-11-01T00:00:00Z", "null"),
                    Finding.of("5", "2026-11-01T00:00:00Z", "")),
                Finding.dates())
            .allRows()
            .sort("anomaly_id")
            .select("actor_id")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertEquals(ids.get(0), ids.get(1));
    assertEquals(4, ids.stream().distinct().count());
    assertTrue(ids.stream().allMatch(id -> id.matches("[0-9a-f]{32}")));
  }

  @Test
  @Tag("long")
  void endTheSameInWhateverOrderDatesAreReplaced() throws Exception {
    Random random = new Random(7);
    List<String> days = IntStream.rangeClosed(1, 6).mapToObj(d -> "2026-11-0" + d).toList();
    Map<String, List<Finding>> table = new TreeMap<>();
    Database database = TestDatabase.fresh();
    Csv file = new Csv(folder.resolve("replaced.csv").toString(), null);
    Csv dated = new Csv(null, folder.resolve("replaced").toString());
    Postgres postgres = new Postgres("t", "s", null);
    JsonLines lines = new JsonLines(folder.resolve("replaced.jsonl").toString(), null);
    JsonLines datedLines = new JsonLines(null, folder.resolve("replaced-lines").toString());
    Parquet parquet = new Parquet(folder.resolve("replaced-parquet").toString());
    Delta delta = new Delta(folder.resolve("replaced-delta").toString(), null);
    OpenSearch search = TestSearch.fresh();
    SortedSet<LocalDate> sinceThird = new TreeSet<>();
    for (int round = 0; round < 12; round++) {
      SortedSet<LocalDate> dates = new TreeSet<>();
      List<String> shuffled = new ArrayList<>(days);
      Collections.shuffle(shuffled, random);
      for (String day : shuffled.subList(0, 1 + random.nextInt(3))) {
        List<Finding> found = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          found.add(
              Finding.of(day + i, day + "T%02d:00:00Z".formatted(random.nextInt(24)), "u" + i));
        }
        table.put(day, found);
        dates.add(LocalDate.parse(day));
      }
      Slice slice = slice(table, dates, database);
      for (Store store : List.of(file, dated, postgres, lines, datedLines)) {
        store.replace(slice);
      }
      sinceThird.addAll(dates);
      if (round % 3 == 2) {
        Slice several = slice(table, sinceThird, database);
        for (Store store : List.of(parquet, delta, search)) {
          store.replace(several);
        }
        sinceThird.clear();
      }
    }
    List<Finding> all = table.values().stream().flatMap(List::stream).toList();
    Csv cleanFile = new Csv(folder.resolve("clean.csv").toString(), null);
    Csv cleanDated = new Csv(null, folder.resolve("clean").toString());
    Slice clean = slice(table, Finding.dates(days.toArray(String[]::new)), database);
    JsonLines cleanLines = new JsonLines(folder.resolve("clean.jsonl").toString(), null);
    JsonLines cleanDatedLines = new JsonLines(null, folder.resolve("clean-lines").toString());
    for (Store store : List.of(cleanFile, cleanDated, cleanLines, cleanDatedLines)) {
      store.replace(clean);
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("clean.csv")),
        Files.readAllBytes(folder.resolve("replaced.csv")));
    assertEquals(contents(folder.resolve("clean")), contents(folder.resolve("replaced")));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("clean.jsonl")),
        Files.readAllBytes(folder.resolve("replaced.jsonl")));
    assertEquals(
        contents(folder.resolve("clean-lines")), contents(folder.resolve("replaced-lines")));
    List<List<String>> expected =
        all.stream().sorted(Finding.BY_TIME).map(StoresAgreeTest::cells).toList();
    assertEquals(expected, rows(database, "s.t"));
    assertEquals(expected, tableRows(parquet(folder.resolve("replaced-parquet"))));
    assertEquals(expected, tableRows(delta(folder.resolve("replaced-delta"))));
    assertEquals(expected, documents(search));
    Set<String> dates = new TreeSet<>();
    all.forEach(finding -> dates.add(finding.date() + ".parquet"));
    try (var files = Files.list(folder.resolve("replaced-parquet"))) {
      assertEquals(
          dates, files.map(found -> found.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  private static Dataset<Row> parquet(Path folder) {
    return SharedSpark.session().read().parquet(folder.toString());
  }

  private static Dataset<Row> delta(Path folder) {
    return SharedSpark.session().read().format("delta").load(folder.toString());
  }

  /** The rows of a table in the columns of the data set, by time. */
  private static List<List<String>> tableRows(Dataset<Row> table) {
    List<List<String>> rows = new ArrayList<>();
    Cells.of(
            table
                .select(COLUMNS.stream().map(functions::col).toArray(Column[]::new))
                .sort("created_at", "event_id", "anomaly_id"))
        .forEachRemaining(
            cells -> {
              cells[COLUMNS.indexOf("score")] =
                  Double.toString(Double.parseDouble(cells[COLUMNS.indexOf("score")]));
              rows.add(Arrays.asList(cells));
            });
    return rows;
  }

  private static List<List<String>> jsonRows(Path file) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readString(file).lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      List<String> names = new ArrayList<>();
      json.fieldNames().forEachRemaining(names::add);
      assertEquals(COLUMNS, names);
      rows.add(row(json));
    }
    return rows;
  }

  private static List<List<String>> documents(OpenSearch search) throws Exception {
    JsonNode found =
        TestSearch.ask(
            "POST",
            "/" + search.index() + "/_search",
            """
            {"size": 1000, "sort": [{"@timestamp": "asc"}, {"event.id": "asc"}]}
            """);
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode hit : found.path("hits").path("hits")) {
      JsonNode row = hit.path("_source").path("nightwarden");
      assertEquals(hit.path("_id").asText(), row.path("anomaly_id").asText());
      rows.add(row(row));
    }
    return rows.stream().sorted(Comparator.comparing(StoresAgreeTest::orderOf)).toList();
  }

  /** What rows are sorted by: the search engine's times have no microseconds. */
  private static String orderOf(List<String> row) {
    return row.get(COLUMNS.indexOf("created_at"))
        + row.get(COLUMNS.indexOf("event_id"))
        + row.get(COLUMNS.indexOf("anomaly_id"));
  }

  private static List<String> row(JsonNode json) {
    return COLUMNS.stream()
        .map(
            column -> {
              JsonNode value = json.path(column);
              if (value.isMissingNode() || value.isNull()) {
                return null;
              }
              return value.isNumber() ? Double.toString(value.asDouble()) : value.asText();
            })
        .collect(Collectors.toList());
  }

  private static void assertSame(List<List<String>> expected, List<List<String>> found) {
    for (int row = 0; row < Math.min(expected.size(), found.size()); row++) {
      assertIterableEquals(expected.get(row), found.get(row), "row " + row);
    }
    assertEquals(expected.size(), found.size());
  }

  private static Slice slice(
      Map<String, List<Finding>> table, SortedSet<LocalDate> dates, Database database) {
    List<Finding> all = table.values().stream().flatMap(List::stream).toList();
    return Finding.slice(Finding.table(all), dates, database, null);
  }

  static Map<String, String> contents(Path folder) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private static List<List<String>> rows(Database database) throws Exception {
    return rows(database, "malicious_events");
  }

  private static List<List<String>> rows(Database database, String table) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select * from " + table + " order by created_at, event_id collate \"C\"")) {
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (String column : COLUMNS) {
          row.add(
              switch (column) {
                case "created_at" ->
                    Finding.iso(
                        found
                            .getObject(column, OffsetDateTime.class)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toInstant());
                case "score" -> Double.toString(found.getDouble(column));
                default -> found.getString(column);
              });
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** What a row must hold, from the finding itself. */
  private static List<String> cells(Finding finding) {
    return Arrays.asList(
        finding.eventId(),
        "m-" + finding.eventId(),
        id("logins", finding.actor()),
        Finding.iso(finding.instant()),
        finding.anomalyId(),
        id("logins", "mandatory", finding.field()),
        Double.toString(finding.score()),
        "logins",
        clean(finding.actor()),
        "mandatory",
        clean(finding.field()),
        clean(finding.value()),
        clean(finding.reason()),
        clean(finding.severity()),
        clean(finding.investigationId()),
        "run-1",
        null);
  }

  /** The first 32 digits of the SHA-256 of the values as a JSON array. */
  private static String id(String... values) {
    try {
      byte[] json = new ObjectMapper().writeValueAsString(values).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(hash).substring(0, 32);
    } catch (GeneralSecurityException | JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String clean(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  /** The cells without the apostrophe that is in front of formulas. */
  private static List<List<String>> restored(List<List<String>> rows) {
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(
                        cell ->
                            cell != null
                                    && cell.startsWith("'")
                                    && CsvKind.neutralized(cell.substring(1)).equals(cell)
                                ? cell.substring(1)
                                : cell)
                    .toList())
        .toList();
  }
}
