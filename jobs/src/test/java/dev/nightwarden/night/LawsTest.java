package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.score.Reference;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs delivered in random batches, with a run after each, against one clean pass. Among the long
 * proofs {@code -Dlaws.seeds=20} tries more of them, {@code -Dlaws.batches=5} smaller batches.
 */
class LawsTest {
  private static final int DAYS = 8;

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(2, 2 + Long.getLong("laws.seeds", 2));
  }

  @Test
  @Tag("long")
  void howLogsAreDeliveredDoesNotMatter() throws IOException {
    howLogsAreDeliveredDoesNotMatter(1, 2, LawsTest::config);
  }

  @Test
  void norWhereActorsAreComparedWithOthers() throws IOException {
    howLogsAreDeliveredDoesNotMatter(5, 2, LawsTest::compared);
    Warehouse clean = warehouse(folder.resolve("clean"));
    assertTrue(clean.read(Table.MALICIOUS_EVENTS).count() > 5);
    assertTrue(clean.read(Table.ANOMALIES).where("detector = 'amounts'").count() > 5);
    assertTrue(clean.read(Table.ANOMALIES).where("field = 'hour'").count() > 5);
  }

  @ParameterizedTest
  @Tag("long")
  @MethodSource("seeds")
  void inHoweverManyBatchesWhereActorsAreCompared(long seed) throws IOException {
    howLogsAreDeliveredDoesNotMatter(
        seed, Integer.getInteger("laws.batches", 3), LawsTest::compared);
  }

  @ParameterizedTest
  @Tag("long")
  @MethodSource("seeds")
  void inHoweverManyBatches(long seed) throws IOException {
    howLogsAreDeliveredDoesNotMatter(seed, Integer.getInteger("laws.batches", 3), LawsTest::config);
  }

  private void howLogsAreDeliveredDoesNotMatter(
      long seed, int batches, Function<Path, String> config) throws IOException {
    Random random = new Random(seed);
    List<Reference.Message> messages = Logins.random(random, 250, DAYS);

    Path clean = folder.resolve("clean");
    Logins.write(clean.resolve("logs/all.json"), messages);
    Files.writeString(clean.resolve("logs/all.json"), "{\"broken\n", StandardOpenOption.APPEND);
    Nights.of(config.apply(clean)).execute(new Request(Job.RUN, null, null));

    Path torn = folder.resolve("torn");
    for (int batch = 0; batch < batches; batch++) {
      deliver(torn.resolve("logs"), batch, batches, messages, random);
      Nights.of(config.apply(torn)).execute(new Request(Job.RUN, null, null));
    }

    Set<String> stale = stale(torn);
    assertEquals(
        Tables.whateverTheFiles(warehouse(clean), stale),
        Tables.whateverTheFiles(warehouse(torn), stale));
    if (!stale.isEmpty()) {
      LocalDate first = LocalDate.parse(List.copyOf(new TreeSet<>(stale)).get(0));
      Nights.of(config.apply(torn)).execute(new Request(Job.RUN, first, null));
    }
    assertEquals(Set.of(), stale(torn));
    Map<String, List<String>> expected = Tables.whateverTheFiles(warehouse(clean), Set.of());
    assertEquals(expected, Tables.whateverTheFiles(warehouse(torn), Set.of()));
    assertEquals(alerts(clean), alerts(torn));
  }

  /** A part of the messages, mostly of some days; in one file or two; with old ones among them. */
  private static void deliver(
      Path logs, int batch, int batches, List<Reference.Message> messages, Random random)
      throws IOException {
    List<Reference.Message> part = new ArrayList<>();
    for (Reference.Message message : messages) {
      int day = message.date().getDayOfMonth() - 1;
      boolean due = day * batches <= batch * DAYS + DAYS;
      boolean last = batch == batches - 1;
      if (last || (due && random.nextInt(10) > 1)) {
        part.add(message);
      }
    }
    Collections.shuffle(part, random);
    int cut = random.nextInt(part.size());
    Logins.write(logs.resolve("batch" + batch + "a.json"), part.subList(0, cut));
    Logins.write(logs.resolve("batch" + batch + "b.json"), part.subList(cut, part.size()));
    if (batch == 1) { // rotated
      Files.move(logs.resolve("batch0a.json"), logs.resolve("batch0a.1.json"));
    }
    if (batch > 0 && batch == batches - 1) { // grown, and delivered twice
      Path grown = logs.resolve("batch" + (batch - 1) + "b.json");
      Files.writeString(grown, "{\"broken\n", StandardOpenOption.APPEND);
      Files.copy(grown, logs.resolve("batch" + (batch - 1) + "c.json"));
    }
  }

  private static String config(Path folder) {
    return Logins.config(folder)
            .replace("history: 3d", "history: 5d")
            .replace("id: id}", "id: id, max_reject_share: 1}")
        + "late_days: 1\n";
  }

  /** With peers of a city, evidence, a time of learning, and amounts. */
  private static String compared(Path folder) {
    return config(folder)
        .replace("city: {type: single}", "city: {type: single, reporter: {type: typical}}")
        .replace("{type: optional}", "{type: typical, min_score: 0.5}")
        .replace(
            "    fields:",
            "    fields:\n      hour: {type: hour_of_week, time_zone: Europe/London,"
                + " reporter: {type: typical, min_score: 0.5}}")
        .replace(
            "shippers:",
            """
            \
                analyzer: {type: evidence, threshold: 1}
                peers: {by: [device]}
                learning: {days: 1, actor_days: 1, actor_messages: 3}
                amounts:
                  watch:
                    messages: {type: count}
                    busiest: {type: count, per: hour}
                    cities: {type: distinct, value: city, matches: "device IS NOT NULL"}
                    silence: {type: silence}
                  rate: 0.05
            shippers:""");
  }

  private static Set<String> stale(Path folder) {
    return new TreeSet<>(
        warehouse(folder)
            .read(Table.RUNS)
            .orderBy(col("started_at").desc())
            .limit(1)
            .selectExpr("explode(stale)")
            .selectExpr("cast(col as string)")
            .as(Encoders.STRING())
            .collectAsList());
  }

  private static List<String> alerts(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("alerts.csv")).stream()
        .map(row -> row.replaceAll(",[^,]*(,[^,]*)$", "$1"))
        .toList();
  }

  private static Warehouse warehouse(Path folder) {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse");
  }
}
