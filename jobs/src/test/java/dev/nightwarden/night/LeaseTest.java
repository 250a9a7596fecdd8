package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Instant NOW = Instant.parse("2025-03-01T03:00:00Z");

  @TempDir Path folder;
  private final Queue<Lease> taken = new ConcurrentLinkedQueue<>();
  private Warehouse warehouse;

  @AfterEach
  void giveBack() {
    taken.forEach(Lease::close);
  }

  @BeforeEach
  void open() {
    warehouse = new Warehouse(SharedSpark.session(), folder.toString());
  }

  @Test
  void theSecondIsToldWhoHoldsItAndSinceWhen() {
    try (Lease first = Lease.take(warehouse, "run-1", at(0))) {
      HeldException error =
          assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-2", at(60)));

      assertTrue(error.getMessage().contains("is held by run run-1 (process "), error::getMessage);
      assertTrue(error.getMessage().contains("since 2025-03-01T03:00:00Z"), error::getMessage);
      assertDoesNotThrow(first::check);
    }
    try (Lease next = Lease.take(warehouse, "run-3", at(70))) {
      assertDoesNotThrow(next::check);
    }
  }

  @Test
  void aHolderThatDoesNotRenewIsNotWaitedFor() {
    try (Lease silent = Lease.take(warehouse, "run-1", at(0))) {
      assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-2", at(120)));
      try (Lease next = Lease.take(warehouse, "run-3", at(121))) {
        silent.renew();

        HeldException lost = assertThrows(HeldException.class, silent::check);
        assertTrue(lost.getMessage().contains("another took over"), lost::getMessage);
        assertDoesNotThrow(next::check);
      }
    }
  }

  @Test
  void aHolderWhoseProcessIsGoneIsNotWaitedFor() throws Exception {
    taken.add(Lease.take(warehouse, "run-1", at(0)));
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    set(Map.of("pid", functions.lit(ended.pid())));

    try (Lease next = Lease.take(warehouse, "run-2", at(1))) {
      assertDoesNotThrow(next::check);
    }
  }

  @Test
  void aHolderOnAnotherMachineIsWaitedForWhateverItsProcess() throws Exception {
    taken.add(Lease.take(warehouse, "run-1", at(0)));
    set(Map.of("host", functions.lit("elsewhere"), "pid", functions.lit(4_000_000L)));

    assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-2", at(1)));
  }

  @Test
  void ofManyAtOnceOneTakesIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<String>> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "run-" + i;
      takers.add(
          () -> {
            try {
              taken.add(
                  Lease.take(new Warehouse(SharedSpark.session(), folder.toString()), name, at(0)));
              return name;
            } catch (HeldException e) {
              return null;
            }
          });
    }
    List<String> winners = new ArrayList<>();
    for (Future<String> taker : threads.invokeAll(takers)) {
      if (taker.get() != null) {
        winners.add(taker.get());
      }
    }
    threads.shutdown();

    assertEquals(1, winners.size(), winners::toString);
    assertEquals(winners.get(0), warehouse.read(Table.LEASE).first().getString(0));
  }

  private void set(Map<String, org.apache.spark.sql.Column> values) {
    warehouse.deltaTable(Table.LEASE).update(values);
  }

  private static Clock at(int seconds) {
    return Clock.fixed(NOW.plusSeconds(seconds), ZoneOffset.UTC);
  }
}
