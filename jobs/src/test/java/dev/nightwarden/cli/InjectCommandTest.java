package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.incident.Labels;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectCommandTest {
  @TempDir static Path folder;
  private static String config;

  @BeforeAll
  static void ingest() {
    Path place = folder.resolve("log");
    String[] size = {"--people", "25", "--services", "0", "--days", "15"};
    Ended made =
        Commands.run(
            "generate", size[0], size[1], size[2], size[3], size[4], size[5], "--out", "" + place);
    assertEquals(0, made.code(), made.errors());
    config = place.resolve("nightwarden.yml").toString();
    Ended ingested = Commands.runJob(folder, "ingest", "--config", config);
    assertEquals(0, ingested.code(), ingested.errors());
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static Ended inject(Path out, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "--config";
    args[1] = config;
    args[2] = "--out";
    args[3] = out.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return Commands.runJob(folder, "inject", args);
  }

  private static Dataset<Row> messages(Path warehouse) {
    return new Warehouse(SharedSpark.session(), warehouse.toString()).read(Table.MESSAGES);
  }

  @Test
  void theCopyHasAllMessagesAndThePlantedOnes() {
    Path out = folder.resolve("planted");
    Ended ended = inject(out, "--kind", "swap,burst", "--count", "2", "--strength", "plain");
    assertEquals(0, ended.code(), ended.errors());

    List<Incident> incidents = Labels.read(out.resolve("labels.jsonl"));
    assertEquals(
        List.of("swap", "swap", "burst", "burst"), incidents.stream().map(Incident::kind).toList());
    Set<Object> ids = new HashSet<>();
    incidents.forEach(each -> each.messages().forEach(place -> ids.add(place.messageId())));
    Dataset<Row> log = messages(folder.resolve("log/warehouse"));
    Dataset<Row> copy = messages(out.resolve("warehouse"));
    assertEquals(0, log.drop("data").exceptAll(copy.drop("data")).count());
    Dataset<Row> planted = copy.drop("data").exceptAll(log.drop("data"));
    Set<Object> found = new HashSet<>();
    planted.select("message_id").collectAsList().forEach(row -> found.add(row.get(0)));
    assertEquals(ids, found);
    assertEquals(copy.count(), copy.select("transport", "message_id").distinct().count());

    Ended again = inject(out, "--kind", "swap");
    assertEquals(2, again.code());
    assertTrue(again.errors().contains("there is something at"), again.errors());
  }

  @Test
  void whatCannotBePlantedIsToldAndLeavesNothing() throws Exception {
    Path out = folder.resolve("none");
    Ended ended = inject(out, "--kind", "dormant", "--from", "2030-01-01", "--to", "2029-01-01");
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("give the earlier date first"), ended.errors());

    ended = inject(out, "--kind", "swop");
    assertEquals(2, ended.code());
    assertTrue(ended.errors().contains("did you mean swap?"), ended.errors());

    ended = inject(out, "--kind", "swap", "--from", "2030-01-01", "--to", "2030-01-02");
    assertEquals(1, ended.code(), ended.errors());
    assertTrue(ended.errors().contains("nothing could be planted"), ended.errors());
    assertTrue(Commands.log(folder).contains("no account is left"), Commands.log(folder));
    assertTrue(Files.notExists(out));
  }

  @Test
  void tellsTheKinds() {
    Ended ended = Commands.run("inject", "--list");

    assertEquals(0, ended.code());
    assertTrue(ended.out().contains("stolen-key (T1552, T1078.004): "), ended.out());
  }
}
