package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.ship.Csv;
import dev.nightwarden.ship.Notifier;
import dev.nightwarden.ship.Postgres;
import dev.nightwarden.ship.Ship;
import dev.nightwarden.ship.ShipResult;
import dev.nightwarden.ship.Shipper;
import dev.nightwarden.ship.TestDatabase;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

      assertTrue(
          error.getMessage().contains("is in use by run run-1 (process "), error::getMessage);
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

        FencedException lost = assertThrows(FencedException.class, silent::check);
        assertTrue(lost.getMessage().contains("another run took it over"), lost::getMessage);
        assertDoesNotThrow(next::check);
      }
    }
  }

  @Test
  void aHolderThatWasPausedCannotCommitOnceAnotherTookOver() {
    Warehouse paused = warehouse;
    Warehouse awake = new Warehouse(SharedSpark.session(), folder.toString());
    taken.add(Lease.take(paused, "run-1", at(0)));
    paused.append(Table.FORESTS, forests(paused, "of run-1"));
    paused.append(Table.DELIVERIES, deliveries(paused, "of run-1"));
    assertEquals(1, paused.fence().number());

    taken.add(Lease.take(awake, "run-2", at(121)));
    awake.append(Table.DELIVERIES, deliveries(awake, "of run-2"));
    assertEquals(2, awake.fence().number());

    // To a table that the other has written, and to one that it has only shut.
    assertFenced(() -> paused.append(Table.DELIVERIES, deliveries(paused, "too late")));
    assertFenced(() -> paused.append(Table.FORESTS, forests(paused, "too late")));
    assertFenced(
        () -> paused.replace(Table.FORESTS, forests(paused, "too late"), "profile = 'too late'"));
    assertFenced(() -> paused.delete(Table.DELIVERIES, "shipper = 'of run-2'"));
    assertFenced(
        () ->
            paused.merge(Table.DELIVERIES, deliveries(paused, "too late"), "shipper", "event_id"));
    assertEquals(List.of("of run-1", "of run-2"), texts(awake, Table.DELIVERIES, "shipper"));
    assertEquals(List.of("of run-1"), texts(awake, Table.FORESTS, "profile"));

    awake.delete(Table.DELIVERIES, "shipper = 'nobody'");
    awake.delete(Table.DELIVERIES, "shipper = 'of run-1'");
    assertEquals(List.of("of run-2"), texts(awake, Table.DELIVERIES, "shipper"));
  }

  @Test
  void aHolderThatWasPausedCannotShipOnceAnotherTookOver() throws Exception {
    Warehouse paused = warehouse;
    Warehouse awake = new Warehouse(SharedSpark.session(), folder.toString());
    taken.add(Lease.take(paused, "run-1", at(0)));
    paused.append(Table.MALICIOUS_EVENTS, findings(paused));
    taken.add(Lease.take(awake, "run-2", at(121)));
    List<String> sent = new ArrayList<>();
    Notifier chat = event -> sent.add(event.eventId());
    Path file = folder.resolve("alerts.csv");
    Map<String, Shipper> shippers =
        Map.of(
            "csv", new Csv(file.toString(), null),
            "days", new Csv(null, folder.resolve("alerts").toString()),
            "db", new Postgres("found", "public", TestDatabase.fresh()),
            "chat", chat);

    for (String name : shippers.keySet()) {
      assertFenced(() -> ship(paused, Map.of(name, shippers.get(name))));
    }
    assertEquals(List.of(), sent);
    assertFalse(Files.exists(file));
    assertFalse(Files.exists(folder.resolve("alerts/2025-03-01.csv")));

    Map<String, Long> counts = ship(awake, shippers).counts();
    assertEquals(
        Map.of("csv.rows", 1L, "days.rows", 1L, "db.rows", 1L, "chat.sent", 1L, "chat.failed", 0L),
        counts);
    assertEquals(List.of("e"), sent);
  }

  private static ShipResult ship(Warehouse warehouse, Map<String, Shipper> shippers) {
    SortedSet<LocalDate> dates = new TreeSet<>(List.of(LocalDate.parse("2025-03-01")));
    return new Ship(warehouse, shippers, null, at(200), new TreeSet<>(), true).run(dates);
  }

  private static Dataset<Row> findings(Warehouse warehouse) {
    return warehouse
        .spark()
        .sql(
            """
            SELECT 'a' AS anomaly_id, 'e' AS event_id, 'ann' AS actor, 1.0D AS score,
              TIMESTAMP'2025-03-01 10:00:00' AS event_time, DATE'2025-03-01' AS event_date
            """)
        .transform(filled(Table.MALICIOUS_EVENTS)::apply);
  }

  private static void assertFenced(Executable write) {
    FencedException refused = assertThrows(FencedException.class, write);
    assertTrue(refused.getMessage().contains("another run took it over"), refused::getMessage);
  }

  private static Dataset<Row> forests(Warehouse warehouse, String profile) {
    return warehouse
        .spark()
        .sql("SELECT '" + profile + "' AS profile")
        .transform(filled(Table.FORESTS)::apply);
  }

  private static Dataset<Row> deliveries(Warehouse warehouse, String shipper) {
    return warehouse
        .spark()
        .sql("SELECT '" + shipper + "' AS shipper, 'e' AS event_id")
        .transform(filled(Table.DELIVERIES)::apply);
  }

  /** Adds the columns that are not given, as nulls. */
  private static Function<Dataset<Row>, Dataset<Row>> filled(Table table) {
    return rows ->
        rows.unionByName(rows.sparkSession().createDataFrame(List.<Row>of(), table.schema()), true);
  }

  private static List<String> texts(Warehouse warehouse, Table table, String column) {
    return warehouse.read(table).select(column).as(Encoders.STRING()).collectAsList().stream()
        .sorted()
        .toList();
  }

  @Test
  void aHolderWhoseProcessIsGoneIsNotWaitedFor() throws Exception {
    taken.add(Lease.take(warehouse, "run-1", at(0)));
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    set(holder -> of(holder, holder.host(), ended.pid()));

    try (Lease next = Lease.take(warehouse, "run-2", at(1))) {
      assertDoesNotThrow(next::check);
    }
  }

  @Test
  void aHolderOnAnotherMachineIsWaitedForWhateverItsProcess() throws Exception {
    taken.add(Lease.take(warehouse, "run-1", at(0)));
    set(holder -> of(holder, "elsewhere", 4_000_000L));

    assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-2", at(1)));
  }

  @RepeatedTest(5)
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
    assertEquals(winners.get(0), Holders.of(warehouse).latest().get().run());
  }

  @Test
  void inACatalogTheHolderIsARow() {
    SharedSpark.session().sql("CREATE SCHEMA leases LOCATION '%s'".formatted(folder));
    warehouse = new Warehouse(SharedSpark.session(), "spark_catalog.leases");
    try (Lease silent = Lease.take(warehouse, "run-1", at(0))) {
      assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-2", at(60)));
      silent.renew();
      assertDoesNotThrow(silent::check);
      try (Lease next = Lease.take(warehouse, "run-3", at(121))) {
        silent.renew();

        assertThrows(FencedException.class, silent::check);
        assertDoesNotThrow(next::check);
        assertEquals("run-3", warehouse.read(Table.LEASE).first().getString(0));
      }
      assertTrue(warehouse.read(Table.LEASE).first().isNullAt(0));
      Span span = new Span(LocalDate.parse("2025-03-01"), LocalDate.parse("2025-03-04"));
      taken.add(Lease.take(warehouse, "run-4", span, at(122)));
      assertEquals(span, Holders.of(warehouse).latest().get().span());
      taken.remove().undo();
      assertEquals(3, Holders.of(warehouse).latest().get().number());
      assertNull(Holders.of(warehouse).latest().get().span());
    } finally {
      SharedSpark.session().sql("DROP SCHEMA leases CASCADE");
    }
  }

  @Test
  void aRowOfBeforeThereWereFilesIsItsHolder() {
    new HolderRows(warehouse).succeed(null, Holder.here(7, "run-7", null, NOW, NOW));

    HeldException error =
        assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-8", at(60)));
    assertTrue(error.getMessage().contains("is in use by run run-7 "), error::getMessage);
    taken.add(Lease.take(warehouse, "run-9", at(121)));
    assertEquals(8, warehouse.fence().number());
  }

  @Test
  void aHolderThatDiedWhileItsFileWasMadeIsWaitedForAsLongAsAnyOther() throws Exception {
    Lease.take(warehouse, "run-1", at(0)).close();
    Path file = folder.resolve("lease/_holders/%020d.json".formatted(3));
    Files.createFile(file);
    Files.setLastModifiedTime(file, FileTime.from(NOW));

    assertThrows(HeldException.class, () -> Lease.take(warehouse, "run-4", at(120)));
    taken.add(Lease.take(warehouse, "run-5", at(121)));
    assertEquals(4, warehouse.fence().number());
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatIsNoHolderIsNamed() throws Exception {
    Path file = folder.resolve("lease/_holders/%020d.json".formatted(3));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"number\":");

    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> Lease.take(warehouse, "run-4", at(0)));
    assertTrue(
        error.getMessage().contains(file.getFileName() + " cannot be read"), error::getMessage);
  }

  @Test
  void whoeverLooksWhileItIsRenewedFindsItHeld() throws Exception {
    Lease lease = Lease.take(warehouse, "first", at(0));
    taken.add(lease);
    Holders holders = Holders.of(warehouse);
    Queue<String> found = new ConcurrentLinkedQueue<>();
    ExecutorService looks = Executors.newSingleThreadExecutor();
    try {
      Future<?> looking =
          looks.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  found.add(holders.latest().map(Holder::run).orElse("nobody"));
                }
              });
      for (int i = 0; i < 500; i++) {
        lease.renew();
        warehouse.confirm();
      }
      looking.cancel(true);
    } finally {
      looks.shutdownNow();
    }
    assertTrue(looks.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(Set.of("first"), Set.copyOf(found));
  }

  private void set(UnaryOperator<Holder> change) {
    Holders holders = Holders.of(warehouse);
    holders.update(change.apply(holders.latest().get()));
  }

  private static Holder of(Holder holder, String host, long pid) {
    return new Holder(
        holder.number(),
        holder.run(),
        host,
        pid,
        null,
        holder.since(),
        holder.renewedAt(),
        holder.from(),
        holder.to());
  }

  private static Clock at(int seconds) {
    return Clock.fixed(NOW.plusSeconds(seconds), ZoneOffset.UTC);
  }
}
