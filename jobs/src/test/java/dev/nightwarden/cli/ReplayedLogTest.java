package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up log of nine days, by night and replayed. */
class ReplayedLogTest {
  private static final String LAST = "2025-01-14";

  @TempDir static Path folder;
  private static Path config;
  private static Path labels;

  @BeforeAll
  static void ingest() throws IOException {
    Path place = folder.resolve("log");
    Ended made =
        Commands.run(
            "generate", "--people=14", "--services=0", "--days=9", "--seed=4", "--out=" + place);
    assertEquals(0, made.code(), made.errors());
    Path whole = place.resolve("nightwarden.yml");
    config =
        Files.writeString(
            whole,
            Files.readString(whole)
                    .replace(
                        "    analyzer: {type: evidence}",
                        """
                            analyzer: {type: evidence, threshold: 1}
                            learning: {days: 2, actor_days: 1, actor_messages: 3}
                            forest: {trees: 20, min_events: 10, retrain_days: 2}\
                        """)
                + """
                features:
                  actor: user
                  flags: [{type: sql, name: late, expression: "hour(try_cast(time AS timestamp)) >= 20", severity: high}]
                """);
    Ended ingested = Commands.runJob(folder, "ingest", "--config", config.toString());
    assertEquals(0, ingested.code(), ingested.errors());
    Row one =
        rows(place.resolve("warehouse"), Table.MESSAGES)
            .where(col("event_date").equalTo(LAST))
            .first();
    labels = labels("one", List.of(one));
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static Path labels(String name, List<Row> messages) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Row message : messages) {
      String time = message.<java.sql.Timestamp>getAs("event_time").toInstant().toString();
      lines.add(
          ("{\"incident\":\"i%d\",\"kind\":\"any\",\"actors\":[\"x\"],\"from\":\"%s\",\"to\":\"%s\","
                  + "\"messages\":[{\"transport\":\"%s\",\"id\":\"%s\",\"date\":\"%s\"}]}")
              .formatted(
                  lines.size(),
                  time,
                  time,
                  message.getAs("transport"),
                  message.getAs("message_id"),
                  time.substring(0, 10)));
    }
    return Files.write(
        Files.createDirectories(folder.resolve(name)).resolve("labels.jsonl"), lines);
  }

  private static Path evaluate(Path labelled, Path out, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--labels=" + labelled,
                "--config=" + config,
                "--messages=" + folder.resolve("log/warehouse"),
                "--out=" + out));
    args.addAll(List.of(more));
    Ended ended = Commands.runJob(folder, "evaluate", args.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.errors());
    try (Stream<Path> inside = Files.list(out)) {
      return inside
          .filter(path -> path.getFileName().toString().startsWith("replay-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Dataset<Row> rows(Path warehouse, Table table) {
    return new Warehouse(SharedSpark.session(), warehouse.toString()).read(table);
  }

  private static List<String> texts(Path warehouse, Table table, String last) {
    return rows(warehouse, table)
        .where(col("event_date").leq(last))
        .drop("run_id")
        .selectExpr("to_json(struct(*))")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  @Test
  @Tag("long")
  void aReplayGivesWhatNightsGaveAndLooksAtNothingAfterItsDate() throws IOException {
    Path nights = folder.resolve("nights");
    night(nights, "2025-01-06", "2025-01-06");
    night(nights, "2025-01-07", "2025-01-10");
    night(nights, "2025-01-11", LAST);

    Path replayed = evaluate(labels, folder.resolve("whole"));
    Path cut =
        evaluate(
            labels("early", List.of(rows(folder.resolve("log/warehouse"), Table.MESSAGES).first())),
            folder.resolve("cut"),
            "--to=2025-01-10");

    for (Table table : List.of(Table.ANOMALIES, Table.INVESTIGATIONS, Table.MALICIOUS_EVENTS)) {
      List<String> byNight = texts(nights, table, LAST);
      assertFalse(byNight.isEmpty());
      assertEquals(byNight, texts(replayed, table, LAST), table.tableName());
      assertEquals(
          texts(nights, table, "2025-01-10"), texts(cut, table, LAST), "up to the date it ends");
    }
    assertTrue(
        rows(nights, Table.ANOMALIES).where("detector = 'forest'").count() > 0,
        "forests took part");
    for (String part : List.of("amounts", "hour")) {
      assertTrue(
          rows(nights, Table.ANOMALIES)
                  .where(col("field").equalTo(part).or(col("detector").equalTo(part)))
                  .count()
              > 0,
          part + " took part");
    }
    assertTrue(
        rows(nights, Table.MALICIOUS_EVENTS).where("detector = 'flag:late'").count() > 0,
        "so did a flag");
  }

  private static void night(Path warehouse, String from, String to) {
    Ended ended =
        Commands.runJob(
            folder,
            "run",
            "--config=" + config,
            "--set=warehouse=" + warehouse,
            "--from=" + from,
            "--to=" + to);
    assertEquals(0, ended.code(), ended.errors());
  }

  @Test
  @Tag("long")
  void labelsAtRandomAreFoundAsOftenAsChanceFindsThem() throws IOException {
    List<Row> messages =
        new ArrayList<>(
            rows(folder.resolve("log/warehouse"), Table.MESSAGES)
                .orderBy("message_id")
                .collectAsList());
    Collections.shuffle(messages, new Random(1));
    int labelled = 60;

    Path out = folder.resolve("shuffled");
    Path replayed = evaluate(labels("random", messages.subList(0, labelled)), out);

    JsonNode card =
        new JsonMapper().readTree(out.resolve("evaluation.json").toFile()).at("/scorecards/0");
    double chance =
        (double) rows(replayed, Table.MALICIOUS_EVENTS).select("message_id").distinct().count()
            / messages.size();
    double deviation = Math.sqrt(chance * (1 - chance) / labelled);
    assertTrue(chance > .02 && chance < .98, "some are malicious: " + chance);
    assertEquals(chance, card.at("/found/value").asDouble(), 3 * deviation);
    assertTrue(card.at("/found/low").asDouble() <= card.at("/found/value").asDouble());
  }
}
