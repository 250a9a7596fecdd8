package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.TableLog;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of whoever operates a warehouse, on a schema of a catalog. */
class CatalogTest {
  private static final String SCHEMA = "operated";
  private static final String NAME = "george@example.com";

  @TempDir Path folder;

  @BeforeEach
  void makeSchemas() {
    SharedSpark.session()
        .sql("CREATE SCHEMA %s LOCATION '%s'".formatted(SCHEMA, folder.resolve("tables")));
  }

  @AfterEach
  void dropSchema() {
    SharedSpark.session().sql("DROP SCHEMA %s CASCADE".formatted(SCHEMA));
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String config() throws IOException {
    return Files.writeString(
            folder.resolve("catalog.yml"),
            """
            warehouse: spark_catalog.%2$s
            landing: %1$s/landing
            poll: false
            forget: {key: 0123456789abcdef0123456789abcdef}
            transports:
              logins: {type: files, path: "%1$s/logs", time: time, id: id}
              api: {type: http_json, url: "http://127.0.0.1:9/events", time: time, id: id}
            profiles: {logins: {actor: user, fields: {city: {type: single}}}}
            shippers:
              csv: {type: csv, filename: "%1$s/alerts.csv"}
              delta: {type: delta, table: spark_catalog.%2$s.findings}
            """
                .formatted(folder, SCHEMA))
        .toString();
  }

  private void write(String file, String user, String city) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        "{\"id\":\"%s\",\"time\":\"2025-03-01T09:00:00Z\",\"user\":\"%s\",\"city\":\"%s\"}\n"
            .formatted(file, user, city));
  }

  private Ended run(String command, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("--config", config()));
    args.addAll(List.of(more));
    Ended ended = Commands.runJob(folder, command, args.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.errors());
    return ended;
  }

  private static Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), "spark_catalog." + SCHEMA);
  }

  private static long files(Table table) {
    return TableLog.of(warehouse(), table).orElseThrow().size().files();
  }

  /** The files of tables that have a text in them, and those of data that no version has. */
  private List<String> holding(String text) throws IOException {
    List<String> holding = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder.resolve("tables"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().endsWith(".crc") && SearchedFile.of(file).holds(text)) {
          holding.add(file.toString());
        }
      }
    }
    return holding;
  }

  @Test
  @Tag("long")
  void statusMaintainAndForgetWorkInASchema() throws IOException {
    JsonNode fresh = status();
    assertEquals(0, fresh.get("runs").size());
    write("logs/1.json", "ann", "Lima");
    write("logs/2.json", NAME, "Rome");
    write("landing/api/2025-03-01/a.jsonl", NAME, "Ulm");
    run("run");
    write("logs/3.json", NAME, "Oslo");
    run("run");

    JsonNode status = status();
    assertEquals("succeeded", status.at("/runs/0/status").asText());
    assertEquals(3, status.at("/transports/0/files").asLong());
    JsonNode messages =
        status.get("tables").findParents("table").stream()
            .filter(table -> table.get("table").asText().equals("messages"))
            .findFirst()
            .orElseThrow();
    assertEquals(4, messages.at("/size/rows").asLong(), status::toString);
    assertEquals(4, messages.at("/grown/rows").asLong(), status::toString);

    assertTrue(files(Table.MESSAGES) > 1);
    run("maintain");
    assertEquals(1, files(Table.MESSAGES));
    assertEquals(4, warehouse().read(Table.MESSAGES).count());

    assertFalse(holding(NAME).isEmpty());
    Ended plan = run("forget", "--actor", NAME, "--dry-run");
    assertTrue(plan.out().contains("messages: 3 rows removed, 0 others"), plan.out());
    assertTrue(plan.out().contains("landing/api: 1 line in 1 file removed"), plan.out());
    run("forget", "--actor", NAME, "--yes");

    assertEquals(List.of(), holding(NAME));
    assertEquals(1, warehouse().read(Table.MESSAGES).count());
    assertFalse(Files.readString(folder.resolve("alerts.csv")).contains(NAME));
    assertFalse(Files.exists(folder.resolve("landing/api/2025-03-01/a.jsonl")));
    assertEquals("forget", status().at("/runs/0/command").asText());
  }

  private JsonNode status() throws IOException {
    Ended ended = Commands.run("status", "--json", "--config", config());
    assertEquals(0, ended.code(), ended.errors());
    return new ObjectMapper().readTree(ended.out());
  }
}
