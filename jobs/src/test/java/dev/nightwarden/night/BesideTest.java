package dev.nightwarden.night;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backfill of the first four of eight days, in a process of its own and in parts of one date, and
 * the night of the eighth between two of its parts; against the same one after the other. The days
 * between were scored before.
 */
@Tag("long")
class BesideTest {
  private static final List<String> HISTORY =
      List.of("2025-03-01", "2025-03-02", "2025-03-03", "2025-03-04");
  private static final List<String> SCORED = List.of("2025-03-05", "2025-03-06", "2025-03-07");
  private static final String TONIGHT = "2025-03-08";
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final LocalDate LAST = LocalDate.parse("2025-03-04");

  /** The day after the history is done again with it, and the risks of all days after that one. */
  private static final Set<LocalDate> AFTER_HISTORY =
      dates(Stream.concat(SCORED.stream(), Stream.of(TONIGHT)).toArray(String[]::new));

  /** Two of the four dates are counted. */
  private static final String HALF = "feature_counts#2+";

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private Processes processes;

  @BeforeEach
  void addTypes() throws IOException {
    processes = Processes.in(folder);
  }

  @AfterEach
  void removeTypes() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    processes.close();
  }

  @Test
  void aNightBetweenTwoPartsLeavesWhatOneAfterTheOtherLeave() throws Exception {
    Deployment whole = new Deployment("whole");
    whole.deliver(SCORED);
    whole.run(night());
    whole.deliver(List.of(TONIGHT));
    whole.run(night());
    whole.deliver(HISTORY);
    whole.run(new Request(Job.BACKFILL, FIRST, LAST));

    Deployment beside = new Deployment("beside");
    beside.deliver(SCORED);
    beside.run(night());
    beside.deliver(HISTORY);
    Process backfill = beside.backfill(Halts.HOLD, HALF);
    await(() -> beside.isHeld("backfill"), beside);
    beside.deliver(List.of(TONIGHT));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<RunRecord> night = other.submit(() -> beside.run(night()));
      beside.go("backfill");
      RunRecord done = night.get();

      assertTrue(backfill.isAlive(), beside::log);
      assertEquals("succeeded", done.status());
      assertEquals(AFTER_HISTORY, done.dates());
      assertEquals(0, done.pending());
      assertTrue(
          beside.left().contains("\"reserved\":[\"2025-03-01\",\"2025-03-04\"]"), beside::left);
      assertTrue(beside.hasTold(TONIGHT), beside.sent()::toString);
    } finally {
      other.shutdownNow();
    }
    assertEquals(0, backfill.waitFor(), beside::log);
    assertEquals(whole.left(), beside.left());
    assertTrue(
        whole
            .left()
            .contains("\"stale\":[\"2025-03-05\",\"2025-03-06\",\"2025-03-07\",\"2025-03-08\"]"),
        whole::left);

    whole.settle();
    beside.settle();
    assertEquals(whole.contents(), beside.contents());
    for (String quiet : HISTORY) {
      assertTrue(beside.hasFound(quiet), quiet);
      assertFalse(beside.hasTold(quiet), quiet);
    }
  }

  @Test
  void whoeverOfTheTwoDiesTheNextRunCompletesIt() throws Exception {
    Deployment whole = new Deployment("whole");
    whole.deliver(SCORED);
    whole.run(night());
    whole.deliver(HISTORY);
    whole.run(new Request(Job.BACKFILL, FIRST, LAST));
    whole.deliver(List.of(TONIGHT));
    whole.run(night());
    whole.settle();
    Map<String, List<String>> expected = whole.contents();

    aBackfillDiesWhileItWorks(expected);
    aBackfillDiesWhileTheLeaseIsFree(expected);
    aBackfillDiesWhileANightWorks(expected);
    aNightDiesWhileABackfillWaits(expected);
  }

  private void aBackfillDiesWhileItWorks(Map<String, List<String>> expected) throws Exception {
    Deployment broken = begun("works");
    Process backfill = broken.backfill(Halts.AT, HALF);
    assertEquals(Halts.KILLED, backfill.waitFor(), broken::log);
    broken.deliver(List.of(TONIGHT));
    assertEquals(withHistory(), broken.run(night()).dates());
    assertEquals(List.of("succeeded", "died", "succeeded"), broken.statuses());
    assertSettled(expected, broken);
  }

  private void aBackfillDiesWhileTheLeaseIsFree(Map<String, List<String>> expected)
      throws Exception {
    Deployment broken = begun("free");
    Process backfill = broken.backfill(Halts.HOLD, HALF);
    await(() -> broken.isHeld("backfill"), broken);
    broken.go("backfill");
    await(() -> broken.holder() == null, broken);
    backfill.destroyForcibly().waitFor();
    assertNull(broken.holder());
    broken.deliver(List.of(TONIGHT));
    assertEquals(withHistory(), broken.run(night()).dates());
    assertEquals(List.of("succeeded", "died", "succeeded"), broken.statuses());
    assertSettled(expected, broken);
  }

  private void aBackfillDiesWhileANightWorks(Map<String, List<String>> expected) throws Exception {
    Deployment broken = begun("waits");
    Process backfill = broken.backfill(Halts.HOLD, HALF);
    Process night = nightAfter(broken, Halts.HOLD);
    await(() -> broken.isHeld("night"), broken);
    backfill.destroyForcibly().waitFor();
    broken.go("night");
    assertEquals(0, night.waitFor(), broken::log);
    assertEquals(List.of("succeeded", "waiting", "succeeded"), broken.statuses());

    // When it left the lease alone for longer than one that lives does.
    Clock later = Clock.offset(Clock.systemUTC(), Lease.PATIENCE.plusSeconds(60));
    RunRecord next = broken.run(night(), later);
    assertEquals(withHistory(), next.dates());
    assertEquals(List.of("succeeded", "died", "succeeded", "succeeded"), broken.statuses());
    assertSettled(expected, broken);
  }

  private void aNightDiesWhileABackfillWaits(Map<String, List<String>> expected) throws Exception {
    Deployment broken = begun("goes-on");
    Process backfill = broken.backfill(Halts.HOLD, HALF);
    Process night = nightAfter(broken, Halts.AT);
    assertEquals(Halts.KILLED, night.waitFor(), broken::log);
    assertEquals(0, backfill.waitFor(), broken::log);
    assertEquals(AFTER_HISTORY, broken.run(night()).dates());
    assertSettled(expected, broken);
  }

  /** A night that has the lease as soon as the backfill gives way, and halts at its anomalies. */
  private Process nightAfter(Deployment deployment, String how) throws Exception {
    await(() -> deployment.isHeld("backfill"), deployment);
    deployment.deliver(List.of(TONIGHT));
    Process night = deployment.nightly(how, "anomalies#1+");
    await(deployment::isNightWaiting, deployment);
    deployment.go("backfill");
    return night;
  }

  private static void assertSettled(Map<String, List<String>> expected, Deployment broken)
      throws IOException {
    broken.settle();
    assertEquals(expected, broken.contents(), broken.home.getFileName()::toString);
  }

  private Deployment begun(String name) throws IOException {
    Deployment deployment = new Deployment(name);
    deployment.deliver(SCORED);
    deployment.run(night());
    deployment.deliver(HISTORY);
    return deployment;
  }

  private static Request night() {
    return new Request(Job.RUN, null, null, true, false);
  }

  private static Set<LocalDate> dates(String... dates) {
    return Stream.of(dates).map(LocalDate::parse).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<LocalDate> withHistory() {
    Set<LocalDate> all = new TreeSet<>(AFTER_HISTORY);
    HISTORY.forEach(date -> all.add(LocalDate.parse(date)));
    return all;
  }

  private void await(BooleanSupplier done, Deployment deployment) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!done.getAsBoolean()) {
      assertTrue(
          System.nanoTime() < end && started.get(started.size() - 1).isAlive(), deployment::log);
      Thread.sleep(50);
    }
  }

  private final class Deployment {
    private final Path home;
    private final Path config;

    Deployment(String name) throws IOException {
      home = Files.createDirectories(folder.resolve(name).resolve("logs")).getParent();
      config = home.resolve("nightwarden.yml");
      Files.writeString(
          config,
          """
          warehouse: %1$s/warehouse
          late_days: 1
          transports:
            logins: {type: files, path: "%1$s/logs/*.json", format: json, time: time}
          profiles:
            logins:
              actor: user
              fields: {city: {type: single}, device: {type: single, reporter: {type: optional}}}
              collector: {type: day}
              analyzer: {type: threshold, threshold: 0.5}
          shippers:
            csv: {type: csv, filename: "%1$s/alerts.csv"}
            spool: {type: spool, file: "%1$s/sent.txt"}
          """
              .formatted(home));
    }

    /** A file a date: what three people do depends on the date alone. */
    void deliver(List<String> dates) throws IOException {
      for (String date : dates) {
        int day = Integer.parseInt(date.substring(8));
        List<String> lines = new ArrayList<>();
        for (String user : List.of("ann", "bob", "cid")) {
          for (int hour = 8; hour < 12; hour++) {
            lines.add(
                "{\"time\":\"%sT%02d:00:00Z\",\"user\":\"%s\",\"city\":\"%s\",\"device\":\"%s\"}"
                    .formatted(
                        date,
                        hour,
                        user,
                        List.of("Lima", "Kyiv", "Rome", "Oslo")
                            .get((day * hour + user.charAt(0)) % 4),
                        "d" + (day + hour) % 5));
          }
        }
        // What nobody did before, so that something is found on each date.
        lines.add(
            "{\"time\":\"%1$sT12:00:00Z\",\"user\":\"ann\",\"city\":\"of %1$s\"}".formatted(date));
        Files.write(home.resolve("logs/" + date + ".json"), lines);
      }
    }

    RunRecord run(Request request) throws IOException {
      return run(request, Clock.systemUTC());
    }

    RunRecord run(Request request, Clock clock) throws IOException {
      return Nights.of(Files.readString(config)).execute(request, clock);
    }

    /** What is left, and what is stale. */
    void settle() throws IOException {
      Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
      run(night(), later);
      run(new Request(Job.RUN, FIRST.plusDays(4), null, true, false), later);
      assertTrue(left().contains("\"stale\":[]"), this::left);
    }

    Process backfill(String how, String point) throws IOException {
      return start(
          "backfill",
          List.of(
              "-D" + Parts.MOST_BYTES + "=1",
              "-D" + Turns.TURN + "=0s",
              "-D" + how + "=" + point,
              "-D" + Halts.GO + "=" + home.resolve("backfill.go")),
          "backfill",
          "--from",
          FIRST.toString(),
          "--to",
          LAST.toString());
    }

    Process nightly(String how, String point) throws IOException {
      return start(
          "night",
          List.of("-D" + how + "=" + point, "-D" + Halts.GO + "=" + home.resolve("night.go")),
          "run",
          "--notify");
    }

    private Process start(String name, List<String> properties, String... words)
        throws IOException {
      Process process = processes.start(config, home.resolve(name + ".log"), properties, words);
      started.add(process);
      return process;
    }

    boolean isHeld(String name) {
      return Files.exists(home.resolve(name + ".go" + Halts.HELD));
    }

    /** Whether a night asks for the lease: it has it as soon as the backfill gives way. */
    boolean isNightWaiting() {
      return log().contains("Waits for up to");
    }

    void go(String name) throws IOException {
      Files.createFile(home.resolve(name + ".go"));
    }

    String log() {
      StringBuilder all = new StringBuilder(home.getFileName().toString());
      for (String name : List.of("backfill", "night")) {
        try {
          all.append('\n').append(Files.readString(home.resolve(name + ".log")));
        } catch (IOException none) {
          all.append("\nno ").append(name);
        }
      }
      return all.toString();
    }

    List<String> sent() throws IOException {
      Path file = home.resolve("sent.txt");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    boolean hasTold(String date) throws IOException {
      return events(date).stream().anyMatch(sent()::contains);
    }

    boolean hasFound(String date) {
      return !events(date).isEmpty();
    }

    private List<String> events(String date) {
      return warehouse()
          .read(Table.MALICIOUS_EVENTS)
          .where("event_date = DATE'" + date + "'")
          .select("event_id")
          .as(Encoders.STRING())
          .collectAsList();
    }

    private Warehouse warehouse() {
      return new Warehouse(SharedSpark.session(), home + "/warehouse");
    }

    Map<String, List<String>> contents() {
      return Tables.whateverTheFiles(warehouse(), Set.of());
    }

    String holder() {
      return Holders.of(warehouse()).latest().map(Holder::run).orElse(null);
    }

    List<String> statuses() {
      return warehouse()
          .read(Table.RUNS)
          .orderBy("started_at")
          .select("status")
          .as(Encoders.STRING())
          .collectAsList();
    }

    /** What the state says that was written last. */
    String left() {
      Row last =
          warehouse()
              .read(Table.RUNS)
              .withColumn("written", RunRecord.writtenAt())
              .orderBy(col("written").desc())
              .selectExpr("to_json(struct(pending, stale, newest_scored))")
              .first();
      return last.getString(0);
    }
  }
}
