package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.table.Fence;
import dev.nightwarden.table.FencedException;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-09T03:00:00Z"), ZoneOffset.UTC);
  private static final Finding ONE = Finding.of("1", "2026-11-01T10:00:00Z", "ann");
  private static final Finding TWO = Finding.of("2", "2026-11-02T10:00:00Z", "bob");
  private static final Finding THREE = Finding.of("3", "2026-11-02T09:00:00Z", "eve");

  @TempDir Path folder;
  private final Chat chat = new Chat();

  @Test
  void sendsEachEventOnce() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
    assertEquals(
        Map.of("chat.sent", 3L, "chat.failed", 0L),
        night(warehouse, "2026-11-01", "2026-11-02").counts());
    assertEquals(List.of("e-1", "e-3", "e-2"), chat.sent);
    assertEquals(
        Map.of("chat.sent", 0L, "chat.failed", 0L),
        night(warehouse, "2026-11-01", "2026-11-02").counts());
    assertEquals(3, chat.sent.size());
    assertEquals(
        List.of(
            "e-1 2026-11-01 sent 2026-11-09 03:00:00",
            "e-2 2026-11-02 sent 2026-11-09 03:00:00",
            "e-3 2026-11-02 sent 2026-11-09 03:00:00",
            "null null started 2026-11-09 03:00:00"),
        deliveries(warehouse));
  }

  @Test
  void suppressesWhatTheFirstRunFinds() {
    Warehouse warehouse = Finding.warehouse(folder, ONE);
    assertEquals(Map.of("chat.suppressed", 1L), night(warehouse, "2026-11-01").counts());
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(TWO));
    night(warehouse, "2026-11-01", "2026-11-02");
    assertEquals(List.of("e-2"), chat.sent);
  }

  @Test
  @Tag("long")
  void isNotNewAfterAFirstRunThatFoundNothing() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-11-01");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(TWO));
    night(warehouse, "2026-11-02");
    assertEquals(List.of("e-2"), chat.sent);
  }

  @Test
  @Tag("long")
  void sendsInItsFirstRunWhenAsked() {
    Warehouse warehouse = Finding.warehouse(folder, ONE);
    ship(warehouse, chat, false, true).run(Finding.dates("2026-11-01"));
    assertEquals(List.of("e-1"), chat.sent);
  }

  @Test
  void suppressesABackfillUnlessAsked() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-11-03");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE));
    ship(warehouse, chat, true, false).run(Finding.dates("2026-11-01"));
    ship(warehouse, chat, true, false).run(Finding.dates("2026-11-01"));
    night(warehouse, "2026-11-01");
    assertEquals(List.of(), chat.sent);
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(TWO));
    ship(warehouse, chat, true, true).run(Finding.dates("2026-11-01", "2026-11-02"));
    assertEquals(List.of("e-2"), chat.sent);
    assertEquals(3, deliveries(warehouse).size());
  }

  @Test
  @Tag("long")
  void tellsOfNewDatesWhereItFinishesAnothersBackfill() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO));
    SortedSet<LocalDate> history = Finding.dates("2026-11-01");
    ShipResult result =
        new Ship(warehouse, Map.of("chat", chat), null, CLOCK, history, false)
            .run(Finding.dates("2026-11-01", "2026-11-02"));
    assertEquals(List.of("e-2"), chat.sent);
    assertEquals(
        Map.of("chat.suppressed", 1L, "chat.sent", 1L, "chat.failed", 0L), result.counts());
  }

  @Test
  @Tag("long")
  void triesAgainWhatFailedWhateverTheDates() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
    chat.refused.add("e-1");
    ShipException error =
        assertThrows(ShipException.class, () -> night(warehouse, "2026-11-01", "2026-11-02"));
    assertEquals(
        "shippers.chat: 1 event was not sent and will be tried again by the next run: the chat"
            + " is closed",
        error.getMessage());
    assertEquals(Map.of("chat.sent", 2L, "chat.failed", 1L), error.result().counts());
    assertThrows(ShipException.class, () -> night(warehouse, "2026-11-03"));
    chat.refused.clear();
    night(warehouse, "2026-11-03");
    assertEquals(List.of("e-3", "e-2", "e-1"), chat.sent);
    assertEquals(
        List.of("e-1 2026-11-01 sent", "e-2 2026-11-02 sent", "e-3 2026-11-02 sent"),
        deliveries(warehouse).stream().map(row -> row.substring(0, 19)).limit(3).toList());
    night(warehouse, "2026-11-03");
    assertEquals(3, chat.sent.size());
  }

  @Test
  @Tag("long")
  void givesUpOnAChatThatIsDownAndTriesAllAgain() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      findings.add(Finding.of("x" + i, "2026-11-01T00:00:0" + i + "Z", "ann"));
      chat.refused.add("e-x" + i);
    }
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(findings));
    ShipException error = assertThrows(ShipException.class, () -> night(warehouse, "2026-11-01"));
    assertEquals(Map.of("chat.sent", 0L, "chat.failed", 6L), error.result().counts());
    assertEquals(3, chat.tried);
    chat.refused.clear();
    night(warehouse, "2026-11-02");
    assertEquals(6, chat.sent.size());
  }

  @Test
  void repeatsAtMostTheMessageThatWasInFlight() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
    chat.dieAfter = 2;
    assertThrows(VirtualMachineError.class, () -> night(warehouse, "2026-11-01", "2026-11-02"));
    chat.dieAfter = Integer.MAX_VALUE;
    night(warehouse, "2026-11-01", "2026-11-02");
    assertEquals(List.of("e-1", "e-3", "e-3", "e-2"), chat.sent);
  }

  @Test
  void tellsAllThatIsKnownOfAnEvent() {
    Finding low =
        new Finding("a1", "e", "2026-11-01T02:00:00.5Z", "ann", "x", "1", 0.5, "low", "r1", "i");
    Finding high =
        new Finding("a2", "e", "2026-11-01T02:00:00.5Z", "ann", "y", null, 1, "high", "r2", null);
    Warehouse warehouse = Finding.warehouse(folder, low, high);
    ship(warehouse, chat, false, true).run(Finding.dates("2026-11-01"));
    assertEquals(
        List.of(
            new Event(
                "e",
                "test",
                "m-e",
                "logins",
                "ann",
                Instant.parse("2026-11-01T02:00:00.5Z"),
                Finding.dates("2026-11-01").first(),
                "high",
                1.0,
                "i",
                "run-1",
                List.of(
                    new Event.Anomaly("a1", "mandatory", "x", "1", 0.5, "low", "r1"),
                    new Event.Anomaly("a2", "mandatory", "y", null, 1.0, "high", "r2")))),
        chat.events);
  }

  @Test
  void takesABatchOfMessagesIntoTheTableByOneCommit() throws Exception {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(many(9)));
    long before = commits(warehouse);
    night(warehouse, "2026-11-01");
    assertEquals(9, chat.sent.size());
    assertEquals(before + 1, commits(warehouse));
    assertEquals(List.of(), journal());
  }

  @Test
  void takesInWhatADeadRunLeftInItsJournalBeforeAnythingElse() throws Exception {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
    chat.dieAfter = 3;
    assertThrows(VirtualMachineError.class, () -> night(warehouse, "2026-11-01", "2026-11-02"));
    assertEquals(1, deliveries(warehouse).size());
    assertEquals(2, journal().size());
    // One that broke off in the middle, and one that says what another run has committed.
    Files.copy(journal().get(0), journal().get(0).resolveSibling("0a"));
    Files.writeString(journal().get(0).resolveSibling("0b"), "{\"event_date\":\"2026-11");
    chat.dieAfter = Integer.MAX_VALUE;

    night(warehouse, "2026-11-03");

    assertEquals(List.of("e-1", "e-3", "e-2"), chat.sent);
    assertEquals(
        List.of("e-1 2026-11-01 sent", "e-3 2026-11-02 sent"),
        deliveries(warehouse).stream().map(row -> row.substring(0, 19)).limit(2).toList());
    assertEquals(3, deliveries(warehouse).size());
    assertEquals(List.of(), journal());
  }

  @Test
  @Tag("long")
  void takesInNothingTwiceWhereARunDiedBetweenCommitAndCleaning() throws Exception {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, THREE));
    chat.dieAfter = 2;
    assertThrows(VirtualMachineError.class, () -> night(warehouse, "2026-11-01", "2026-11-02"));
    Path left = journal().get(0);
    String text = Files.readString(left);
    chat.dieAfter = Integer.MAX_VALUE;
    night(warehouse, "2026-11-03");
    Files.writeString(left, text);
    night(warehouse, "2026-11-03");
    assertEquals(2, deliveries(warehouse).size());
    assertEquals(List.of(), journal());
  }

  @Test
  @Tag("long")
  void remembersEachMessageByACommitInACatalog() throws Exception {
    SharedSpark.session().sql("CREATE SCHEMA chats LOCATION '%s'".formatted(folder));
    try {
      Warehouse warehouse = new Warehouse(SharedSpark.session(), "spark_catalog.chats");
      warehouse.append(Table.MALICIOUS_EVENTS, Finding.table());
      night(warehouse, "2026-10-31");
      warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
      chat.dieAfter = 2;
      assertThrows(VirtualMachineError.class, () -> night(warehouse, "2026-11-01", "2026-11-02"));
      chat.dieAfter = Integer.MAX_VALUE;
      night(warehouse, "2026-11-01", "2026-11-02");
      assertEquals(List.of("e-1", "e-3", "e-3", "e-2"), chat.sent);
      assertEquals(List.of(), journal());
    } finally {
      SharedSpark.session().sql("DROP SCHEMA chats CASCADE");
    }
  }

  @Test
  void tellsOfAnActorsDateInOneMessageWhereDigestsAreWanted() throws Exception {
    List<Finding> findings = new ArrayList<>(many(Digest.MAX_EVENTS + 2));
    findings.addAll(List.of(ONE, TWO, THREE));
    Warehouse warehouse = Finding.warehouse(folder, findings.toArray(Finding[]::new));
    Mail mail = new Mail();
    mail.refused = "bob";
    ShipException error =
        assertThrows(
            ShipException.class,
            () ->
                ship(warehouse, mail, false, true).run(Finding.dates("2026-11-01", "2026-11-02")));
    assertEquals(Map.of("chat.sent", 104L, "chat.failed", 1L), error.result().counts());
    assertEquals(List.of("2026-11-01 ann 100+3", "2026-11-02 eve 1+0"), mail.digests);
    assertEquals("e-x0", mail.first);
    mail.refused = "nobody";
    ship(warehouse, mail, false, false).run(Finding.dates("2026-11-03"));
    assertEquals("2026-11-02 bob 1+0", mail.digests.get(2));
    assertEquals(105, deliveries(warehouse).stream().filter(d -> d.contains(" sent ")).count());
    assertEquals(106, deliveries(warehouse).size());
  }

  @Test
  @Tag("long")
  void aDigestThatWasInFlightIsRepeatedAndNoOther() throws Exception {
    Warehouse warehouse = Finding.warehouse(folder, ONE, TWO, THREE);
    Mail mail = new Mail();
    mail.dieAfter = 2;
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    assertThrows(VirtualMachineError.class, () -> ship(warehouse, mail, false, true).run(dates));
    mail.dieAfter = Integer.MAX_VALUE;
    ship(warehouse, mail, false, true).run(dates);
    assertEquals(
        List.of(
            "2026-11-01 ann 1+0", "2026-11-02 bob 1+0", "2026-11-02 bob 1+0", "2026-11-02 eve 1+0"),
        mail.digests);
  }

  @Test
  @Tag("long")
  void tellsOfTheStrongestInThreadsAndOfTheRestAtOnce() throws Exception {
    List<Finding> findings = new ArrayList<>(many(5));
    findings.addAll(List.of(ONE, TWO, THREE));
    findings.add(
        new Finding("a9", "e-9", "2026-11-02T11:00:00Z", "zoe", "x", "1", 0.9, "high", "r", "i"));
    Warehouse warehouse = Finding.warehouse(folder, findings.toArray(Finding[]::new));
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    Board board = new Board(4);
    assertThrows(VirtualMachineError.class, () -> ship(warehouse, board, false, true).run(dates));
    assertEquals(List.of("1: zoe 1+0", "2: ann 2+4", "2: ann 2+2", "2: ann 2+0"), board.posts);
    // The part that was in flight is told of again, and no other.
    Board next = new Board(Integer.MAX_VALUE);
    assertEquals(
        Map.of("chat.sent", 4L, "chat.failed", 0L),
        ship(warehouse, next, false, true).run(dates).counts());
    assertEquals(List.of("1: ann 2+0", "2: bob 1+0", "3: eve 1+0"), next.posts);
    assertEquals(
        Map.of("chat.sent", 0L, "chat.failed", 0L),
        ship(warehouse, next, false, true).run(dates).counts());
  }

  @Test
  @Tag("long")
  void remembersAllThatTheMessageOfTheRestTellsOf() throws Exception {
    List<Finding> findings = new ArrayList<>(many(2));
    for (int i = 0; i < 30; i++) {
      findings.add(Finding.of("y" + i, "2026-11-02T10:00:00Z", "user" + i));
      findings.add(Finding.of("z" + i, "2026-11-01T10:00:00Z", "user" + i));
    }
    Warehouse warehouse = Finding.warehouse(folder, findings.toArray(Finding[]::new));
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    Board board = new Board(3);
    // It dies with the message of the rest in flight, which is then sent again.
    assertThrows(VirtualMachineError.class, () -> ship(warehouse, board, false, true).run(dates));
    assertEquals(List.of("1: ann 2+0", "2: user0 1+0", "rest 59 of 59"), board.posts);
    Board next = new Board(Integer.MAX_VALUE);
    ship(warehouse, next, false, true).run(dates);
    assertEquals(List.of("1: user1 1+0", "2: user10 1+0", "rest 57 of 57"), next.posts);
    assertEquals(62, deliveries(warehouse).stream().filter(d -> d.contains(" sent ")).count());
    ship(warehouse, next, false, false).run(dates);
    assertEquals(3, next.posts.size());
  }

  @Test
  void aRunThatWasOvertakenSendsNothing() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
    warehouse.fence(Finding.lost(1), false);
    assertThrows(FencedException.class, () -> night(warehouse, "2026-11-01", "2026-11-02"));
    assertEquals(List.of(), chat.sent);
  }

  @Test
  @Tag("long")
  void aRunThatIsPausedWhileItSendsGoesNoFurtherOnceItWasOvertaken() {
    Warehouse warehouse = Finding.warehouse(folder);
    night(warehouse, "2026-10-31");
    warehouse.append(Table.MALICIOUS_EVENTS, Finding.table(ONE, TWO, THREE));
    AtomicReference<Instant> now = new AtomicReference<>(CLOCK.instant());
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now.get();
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    Warehouse paused = new Warehouse(SharedSpark.session(), folder.toString());
    AtomicBoolean isOvertaken = new AtomicBoolean();
    paused.fence(
        new Fence(
            folder.toString(),
            1,
            () -> {
              if (isOvertaken.get()) {
                throw new FencedException("another took over");
              }
            }),
        false);
    chat.whileSending =
        () -> {
          isOvertaken.set(true);
          now.set(now.get().plus(Notifications.TRUST).plusSeconds(1));
        };
    Ship ship = new Ship(paused, Map.of("chat", chat), null, clock, Finding.dates(), false);
    assertThrows(FencedException.class, () -> ship.run(Finding.dates("2026-11-01", "2026-11-02")));
    chat.whileSending = () -> {};
    night(warehouse, "2026-11-01", "2026-11-02");
    assertEquals(List.of("e-1", "e-3", "e-2"), chat.sent);
  }

  @Test
  void triesAllShippersAndThenNamesThoseThatFailed() throws Exception {
    Warehouse warehouse = Finding.warehouse(folder.resolve("warehouse"), ONE);
    Path foreign = Files.writeString(folder.resolve("foreign.csv"), "mine");
    Map<String, Shipper> shippers = new LinkedHashMap<>();
    shippers.put("first", new Csv(foreign.toString(), null));
    shippers.put("db", new Postgres("t", "public", null));
    shippers.put("last", new Csv(folder.resolve("alerts.csv").toString(), null));
    Ship ship = new Ship(warehouse, shippers, null, CLOCK, Finding.dates(), false);

    ShipException error =
        assertThrows(ShipException.class, () -> ship.run(Finding.dates("2026-11-01")));

    String[] lines = error.getMessage().split("\n", -1);
    assertTrue(lines[0].startsWith("shippers.first: " + foreign + " is there already"), lines[0]);
    assertEquals(
        "shippers.db: there is no section database in the config, nor one in this shipper",
        lines[1]);
    assertEquals(Map.of("last.rows", 1L), error.result().counts());
    assertTrue(Files.exists(folder.resolve("alerts.csv")));
  }

  @Test
  void logsWhenThereAreNoShippers() {
    Warehouse warehouse = Finding.warehouse(folder, ONE);
    Ship ship = new Ship(warehouse, Map.of(), null, CLOCK, Finding.dates(), false);
    assertEquals(Map.of("log.rows", 1L), ship.run(Finding.dates("2026-11-01")).counts());
  }

  @Test
  void offersItsTypes() {
    assertEquals(
        List.of(
            Csv.class,
            JsonLines.class,
            Parquet.class,
            Delta.class,
            Postgres.class,
            OpenSearch.class,
            Slack.class,
            Email.class,
            Webhook.class,
            Log.class),
        new ShipTypes().types());
  }

  private ShipResult night(Warehouse warehouse, String... dates) {
    return ship(warehouse, chat, false, false).run(Finding.dates(dates));
  }

  private static Ship ship(
      Warehouse warehouse, Notifier notifier, boolean backfill, boolean notifyAnyway) {
    SortedSet<LocalDate> history =
        backfill ? Finding.dates("2026-11-01", "2026-11-02") : Finding.dates();
    return new Ship(warehouse, Map.of("chat", notifier), null, CLOCK, history, notifyAnyway);
  }

  /** Events of ann on the first date, a second apart, the first of them of midnight. */
  private static List<Finding> many(int count) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant time = Instant.parse("2026-11-01T00:00:00Z").plusSeconds(i);
      findings.add(Finding.of("x" + i, time.toString(), "ann"));
    }
    return findings;
  }

  private static long commits(Warehouse warehouse) {
    return warehouse.deltaTable(Table.DELIVERIES).history().count();
  }

  /** The files of the journal. */
  private List<Path> journal() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().contains("/_sent/") && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  private static List<String> deliveries(Warehouse warehouse) {
    return warehouse
        .read(Table.DELIVERIES)
        .selectExpr(
            "concat_ws(' ', coalesce(event_id, 'null'), coalesce(string(event_date), 'null'),"
                + " status, delivered_at)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** A notifier for the tests. */
  private static final class Chat implements Notifier {
    private final List<Event> events = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private int tried;
    private int dieAfter = Integer.MAX_VALUE;
    private Runnable whileSending = () -> {};

    @Override
    public void send(Event event) throws IOException {
      tried++;
      if (refused.contains(event.eventId())) {
        throw new IOException("the chat is closed");
      }
      events.add(event);
      sent.add(event.eventId());
      if (sent.size() == dieAfter) {
        throw new InternalError("the process dies");
      }
      whileSending.run();
    }
  }

  /** A notifier with threads and a cap, as chats have them: two events a message, two digests. */
  private static final class Board implements ThreadNotifier, CappedNotifier {
    private final List<String> posts = new ArrayList<>();
    private final int dieAfter;
    private int threads;

    Board(int dieAfter) {
      this.dieAfter = dieAfter;
    }

    @Override
    public int eventsPerMessage() {
      return 2;
    }

    @Override
    public int maxMessages() {
      return 2;
    }

    @Override
    public String start(Digest digest) {
      threads++;
      goOn(String.valueOf(threads), digest);
      return String.valueOf(threads);
    }

    @Override
    public void goOn(String thread, Digest digest) {
      post("%s: %s %d+%d".formatted(thread, digest.actor(), digest.events().size(), digest.more()));
    }

    @Override
    public void send(Rest rest) {
      post("rest %d of %d".formatted(rest.digests(), rest.events()));
    }

    private void post(String text) {
      posts.add(text);
      if (posts.size() == dieAfter) {
        throw new InternalError("the process dies");
      }
    }
  }

  /** A notifier that wants digests. */
  private static final class Mail implements DigestNotifier {
    private final List<String> digests = new ArrayList<>();
    private String first;
    private String refused = "nobody";
    private int dieAfter = Integer.MAX_VALUE;

    @Override
    public void send(Digest digest) throws IOException {
      if (refused.equals(digest.actor())) {
        throw new IOException("the mailbox is full");
      }
      first = first == null ? digest.events().get(0).eventId() : first;
      digests.add(
          "%s %s %d+%d"
              .formatted(
                  digest.eventDate(), digest.actor(), digest.events().size(), digest.more()));
      if (digests.size() == dieAfter) {
        throw new InternalError("the process dies");
      }
    }
  }
}
