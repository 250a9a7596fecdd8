package dev.nightwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch in a process of its own, fed over TCP. */
class WatchTest {
  private static final int A_SECOND = 2_000;
  private static final Pattern PORT = Pattern.compile("receives json on 127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void whatIsSentToAWatchIsThereOnceAndSigtermEndsItWell() throws Exception {
    watch(1);
  }

  @Test
  @Tag("long")
  void aMinuteOfTwoThousandMessagesASecondIsThereOnce() throws Exception {
    watch(Integer.getInteger("watch.seconds", 60));
  }

  private void watch(int seconds) throws Exception {
    writeConfig();
    Process watch =
        start("watch", "--every", "5s", "--log-file", folder.resolve("log.txt").toString());
    try {
      int port = port(watch);
      double lag;
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        send(out, 0, seconds * A_SECOND);
        lag = stranger(out, seconds * A_SECOND, watch);
      }
      watch.destroy();
      assertTrue(watch.waitFor(120, TimeUnit.SECONDS), this::log);
      assertEquals(0, watch.exitValue(), this::log);
      System.out.printf("watch: %.1f seconds from a line to its alert%n", lag);
    } finally {
      watch.destroyForcibly();
    }
    // What came during the last pass has landed, and is read by whatever runs next.
    Commands.Ended run =
        Commands.runJob(folder, "run", "--config", folder.resolve("n.yml").toString());
    assertEquals(0, run.code(), run::errors);

    int sent = seconds * A_SECOND + 1;
    Warehouse warehouse =
        new Warehouse(SharedSpark.session(), folder.resolve("warehouse").toString());
    Row counted =
        warehouse
            .read(Table.MESSAGES)
            .selectExpr(
                "count(*)",
                "count(DISTINCT message_id)",
                "count(DISTINCT try_variant_get(data, '$.n', 'bigint'))",
                "min(try_variant_get(data, '$.n', 'bigint'))",
                "max(try_variant_get(data, '$.n', 'bigint'))")
            .first();
    assertEquals("[%d,%d,%d,0,%d]".formatted(sent, sent, sent, sent - 1), counted.toString());
    assertEquals(0, warehouse.read(Table.REJECTS).count());
    // A pass that finds nothing leaves no row.
    assertEquals(
        0,
        warehouse
            .read(Table.RUNS)
            .where("command = 'watch' AND counts['ingest.records'] = 0")
            .count());
    assertEquals(
        List.of("run succeeded", "watch succeeded"),
        warehouse
            .read(Table.RUNS)
            .selectExpr("concat(command, ' ', status) AS told")
            .distinct()
            .orderBy("told")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList());
  }

  /** At an even pace. */
  private void send(OutputStream out, int from, int to) throws IOException {
    long start = System.nanoTime();
    for (int i = from; i < to; i++) {
      out.write(line(i, "user" + i % 50, "city" + i % 50 % 7));
      if (i % 100 == 99) {
        out.flush();
        long due = start + (i - from) * 1_000_000_000L / A_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
    out.flush();
  }

  private static byte[] line(int number, String user, String city) {
    return "{\"n\":%d,\"t\":\"%s\",\"user\":\"%s\",\"city\":\"%s\"}\n"
        .formatted(number, Instant.now(), user, city)
        .getBytes(UTF_8);
  }

  /** Sends one odd message; gives the seconds until it is in the file of alerts. */
  private double stranger(OutputStream out, int number, Process watch) throws Exception {
    Path alerts = folder.resolve("alerts.csv");
    long start = System.nanoTime();
    out.write(line(number, "user1", "Atlantis"));
    out.flush();
    while (!Files.exists(alerts) || !Files.readString(alerts).contains("Atlantis")) {
      assertTrue(watch.isAlive(), this::log);
      assertTrue(System.nanoTime() - start < TimeUnit.MINUTES.toNanos(5), this::log);
      Thread.sleep(20);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void writeConfig() throws IOException {
    Files.writeString(
        folder.resolve("n.yml"),
        """
        warehouse: %s
        transports: {logins: {type: tcp, port: 0, time: t, seconds: 1}}
        profiles:
          logins:
            actor: user
            fields: {city: {type: single}}
            analyzer: {type: threshold, threshold: 1.0}
        shippers: {csv: {type: csv, filename: %s}}
        """
            .formatted(folder.resolve("warehouse"), folder.resolve("alerts.csv")));
  }

  private int port(Process watch) throws Exception {
    long start = System.nanoTime();
    while (true) {
      Matcher told = PORT.matcher(log());
      if (told.find()) {
        return Integer.parseInt(told.group(1));
      }
      assertTrue(watch.isAlive(), this::log);
      assertTrue(System.nanoTime() - start < TimeUnit.MINUTES.toNanos(2), this::log);
      Thread.sleep(50);
    }
  }

  private String log() {
    try {
      Path log = folder.resolve("out.txt");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Process start(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    Collections.addAll(all, "--config", folder.resolve("n.yml").toString());
    return Started.process(folder.resolve("out.txt"), Map.of(), all);
  }
}
