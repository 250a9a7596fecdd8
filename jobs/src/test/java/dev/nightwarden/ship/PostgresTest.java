package dev.nightwarden.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.table.Fence;
import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class PostgresTest {
  private static final Postgres POSTGRES = new Postgres("malicious_events", "public", null);
  private static final Finding ONE = Finding.of("1", "2026-11-01T23:59:59.999999Z", "ann");
  private static final Finding TWO = Finding.of("2", "2026-11-02T00:00:00Z", "bob");

  @Test
  void makesItsTableOnceAndKeepsIt() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE), "2026-11-01");
    List<String> first = query(database, "select version, applied_at from nightwarden_schema");
    replace(database, Finding.table(ONE), "2026-11-01");
    assertEquals(first, query(database, "select version, applied_at from nightwarden_schema"));
    assertEquals(
        List.of("created_at timestamp with time zone", "score double precision"),
        query(
            database,
            "select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute"
                + " where attrelid = 'malicious_events'::regclass and attnum > 0"
                + " and atttypid <> 'text'::regtype order by attname"));
    assertEquals(
        List.of("actor", "anomaly_id", "created_at"),
        query(
            database,
            "select attname from pg_index join pg_attribute on attrelid = indrelid"
                + " and attnum = indkey[0] where indrelid = 'malicious_events'::regclass"
                + " order by 1"));
  }

  @Test
  void replacesTheDatesAndNoOthers() throws Exception {
    Database database = TestDatabase.fresh();
    assertEquals(2, replace(database, Finding.table(ONE, TWO), "2026-11-01", "2026-11-02"));
    assertEquals(0, replace(database, Finding.table(), "2026-11-01"));
    assertEquals(List.of("a-2"), query(database, "select anomaly_id from malicious_events"));
  }

  @Test
  void fillsANewTableWithAllDates() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE, TWO), "2026-11-02");
    assertEquals(List.of("2"), query(database, "select count(*) from malicious_events"));
  }

  @Test
  void quotesTheNamesOfSchemaAndTable() throws Exception {
    Database database = TestDatabase.fresh();
    String odd = "Odd \"; drop table x; -- ? $1";
    new Postgres(odd, odd, database).replace(Finding.slice(Finding.table(ONE), "2026-11-01"));
    String name = "\"" + odd.replace("\"", "\"\"") + "\"";
    assertEquals(List.of("a-1"), query(database, "select anomaly_id from " + name + "." + name));
  }

  @Test
  void keepsTheOldRowsWhenTheNewOnesBreakOff() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE), "2026-11-01");
    Dataset<Row> broken =
        Finding.table(Finding.of("3", "2026-11-01T00:00:00Z", "eve"))
            .union(
                Finding.table(TWO)
                    .withColumn(
                        "reason", functions.raise_error(functions.lit("the executor is lost"))));
    Exception error =
        assertThrows(Exception.class, () -> replace(database, broken, "2026-11-01", "2026-11-02"));
    assertTrue(error.getMessage().contains("the executor is lost"), error.getMessage());
    assertEquals(List.of("a-1"), query(database, "select anomaly_id from malicious_events"));
  }

  @Test
  void letsTwoRunsMakeTheTableAtOnce() throws Exception {
    Database database = TestDatabase.fresh();
    Dataset<Row> table = Finding.table(ONE, TWO);
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  replace(database, table, "2026-11-01", "2026-11-02");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    runs.forEach(CompletableFuture::join);
    assertEquals(List.of("2"), query(database, "select count(*) from malicious_events"));
  }

  @Test
  void makesATableAnewThatWasDropped() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE, TWO), "2026-11-01", "2026-11-02");
    TestDatabase.execute(database, "drop table malicious_events");
    replace(database, Finding.table(ONE, TWO), "2026-11-02");
    assertEquals(List.of("2"), query(database, "select count(*) from malicious_events"));
  }

  @Test
  void refusesATableThatIsNotOurs() {
    Database database = TestDatabase.fresh();
    TestDatabase.execute(database, "create table malicious_events (id int)");
    assertEquals(
        "PostgreSQL at %s: the table public.malicious_events was not made by Nightwarden: name"
                .formatted(database)
            + " another one with the key table, or move it away",
        failure(database));
  }

  @Test
  void refusesATableThatWasAltered() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE), "2026-11-01");
    TestDatabase.execute(
        database,
        "alter table malicious_events drop column reason",
        "alter table malicious_events alter column score type real",
        "alter table malicious_events add column note text");
    assertEquals(
        "PostgreSQL at %s: the table public.malicious_events was altered (column score is real,"
                .formatted(database)
            + " not double precision; column reason is missing): undo that, or drop the"
            + " table, and the next run creates it again with all rows",
        failure(database));
  }

  @Test
  void refusesATableOfANewerVersion() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE), "2026-11-01");
    TestDatabase.execute(
        database, "insert into nightwarden_schema values ('malicious_events', 99)");
    assertEquals(
        "PostgreSQL at %s: the table public.malicious_events was made by a newer Nightwarden"
                .formatted(database)
            + " (version 99 of the table; this one knows 2): upgrade this one",
        failure(database));
  }

  @Test
  void bringsATableOfAnEarlierVersionUp() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.table(ONE), "2026-11-01");
    StoredTable later = Finding.later(Finding.table(ONE, TWO), "2026-11-02");
    assertEquals(2, write(database, "malicious_events", later));
    assertEquals(1, write(database, "malicious_events", later));
    assertEquals(
        List.of("a-1 test", "a-2 test"),
        query(database, "select anomaly_id, transport from malicious_events order by 1"));
    assertEquals(
        List.of("16 run_id", "17 attack", "18 transport"),
        query(
            database,
            "select attnum, attname from pg_attribute"
                + " where attrelid = 'malicious_events'::regclass and attnum > 15 order by 1"));
    assertEquals(
        List.of("1", "2", "3"),
        query(database, "select version from nightwarden_schema order by 1"));

    assertTrue(
        failure(database).endsWith("(version 3 of the table; this one knows 2): upgrade this one"));
  }

  @Test
  void holdsAnotherDataSetInTheSameWay() throws Exception {
    Database database = TestDatabase.fresh();
    Finding third = Finding.of("3", "2026-11-02T08:00:00Z", "bob");
    write(database, "alerts", Finding.counted(Finding.table(ONE, TWO), "2026-11-01"));
    write(database, "alerts", Finding.counted(Finding.table(ONE, TWO, third), "2026-11-02"));
    assertEquals(
        List.of("2026-11-01 ann 1", "2026-11-02 bob 2"),
        query(
            database,
            "select (opened at time zone 'utc')::date, actor, events from alerts order by 1"));
  }

  @Test
  void refusesARunThatWasOvertakenByOneThatHasWritten() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.held(2), ONE);
    assertThrows(FencedException.class, () -> replace(database, Finding.lost(1), ONE, TWO));
    assertEquals(List.of("a-1"), query(database, "select anomaly_id from malicious_events"));
    assertEquals(List.of("2"), query(database, "select number from nightwarden_leases"));
  }

  @Test
  void leavesNothingOfARunThatIsOvertakenWhileItWrites() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.held(1), ONE);
    assertThrows(FencedException.class, () -> replace(database, Finding.lost(1), ONE, TWO));
    assertEquals(List.of("a-1"), query(database, "select anomaly_id from malicious_events"));
  }

  @Test
  void takesTheNumbersOfAWarehouseThatWasMadeAnewAtTheSamePlace() throws Exception {
    Database database = TestDatabase.fresh();
    replace(database, Finding.held(7), ONE);
    replace(database, Finding.held(1), ONE, TWO);
    assertEquals(List.of("2"), query(database, "select count(*) from malicious_events"));
    assertEquals(List.of("1"), query(database, "select number from nightwarden_leases"));
  }

  @Test
  void saysThatTheServerIsDown() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Database database =
        new Database("localhost", port, "alerts", "ann", "s3cret", "prefer", null, null, null, 5);
    String message = failure(database);
    assertTrue(
        message.startsWith(
            "PostgreSQL at localhost:%d/alerts as ann: no connection (".formatted(port)),
        message);
    assertTrue(
        message.endsWith(
            "): start the server, or set database.host, database.port or database.sslmode"),
        message);
    assertFalse(message.contains("s3cret"), message);
  }

  @Test
  void saysThatTheHostIsUnknown() {
    Database database =
        new Database(
            "no-such-host.invalid", 5432, "alerts", "ann", "s", "prefer", null, null, null, 5);
    String message = failure(database);
    assertTrue(
        message.startsWith(
            "PostgreSQL at no-such-host.invalid:5432/alerts as ann: no connection ("),
        message);
  }

  @Test
  void saysThatTheDatabaseIsMissing() {
    Database database = TestDatabase.database("nowhere", "postgres", null);
    assertEquals(
        "PostgreSQL at %s: there is no such database: make it with \"createdb nowhere\", or set"
                .formatted(database)
            + " database.name",
        failure(database));
  }

  @Test
  void saysThatThePasswordIsWrongOrMissing() throws Exception {
    Database admin = TestDatabase.fresh();
    TestDatabase.execute(admin, "create role guarded login password 'right'");
    Path access = Path.of(query(admin, "show hba_file").get(0));
    String rules = Files.readString(access);
    Files.writeString(access, "host all guarded all scram-sha-256\n" + rules);
    try {
      TestDatabase.execute(admin, "select pg_reload_conf()");
      Database wrong = TestDatabase.database(admin.name(), "guarded", "wr0ng");
      String message = awaitFailure(wrong, "password");
      assertEquals(
          "PostgreSQL at %s: the password is wrong for this user: set database.user and"
                  .formatted(wrong)
              + " database.password (password authentication failed for user \"guarded\")",
          message);
      Database none = TestDatabase.database(admin.name(), "guarded", null);
      assertEquals(
          "PostgreSQL at %s: the server asks for a password: set database.password".formatted(none),
          failure(none));
    } finally {
      Files.writeString(access, rules);
      TestDatabase.execute(admin, "select pg_reload_conf()");
    }
  }

  @Test
  void saysThatTheUserMayNot() {
    Database admin = TestDatabase.fresh();
    TestDatabase.execute(admin, "create role guest login");
    Database guest = TestDatabase.database(admin.name(), "guest", null);
    assertEquals(
        "PostgreSQL at %s: the user guest may not do this (permission denied for schema public):"
                .formatted(guest)
            + " let its owner grant it, or set database.user",
        failure(guest));
  }

  @Test
  void saysThatTheServerHasNoTls() {
    Database fresh = TestDatabase.fresh();
    Database database =
        new Database(
            "localhost",
            fresh.port(),
            fresh.name(),
            "postgres",
            null,
            "require",
            null,
            null,
            null,
            5);
    String message = failure(database);
    assertTrue(message.contains("The server does not support SSL"), message);
    assertTrue(message.contains("database.sslmode"), message);
  }

  @Test
  void saysThatNoDatabaseIsConfigured() {
    SQLException error =
        assertThrows(
            SQLException.class,
            () -> POSTGRES.replace(Finding.slice(Finding.table(), "2026-11-01")));
    assertEquals(
        "there is no section database in the config, nor one in this shipper", error.getMessage());
  }

  @Test
  void showsNoPassword() {
    Database database = TestDatabase.database("alerts", "ann", "s3cret");
    assertEquals("localhost:%d/alerts as ann".formatted(database.port()), database.toString());
    assertFalse(new Postgres("t", "s", database).toString().contains("s3cret"));
  }

  @Test
  void refusesNamesThatCannotBe() {
    assertEquals(
        "table is nightwarden_schema, which holds the versions of our tables",
        assertThrows(
                IllegalKeyException.class,
                () -> Keys.checked(new Postgres("nightwarden_schema", "public", null)))
            .getMessage());
    assertEquals(
        "table is nightwarden_leases, which holds the numbers of leases",
        assertThrows(
                IllegalKeyException.class,
                () -> Keys.checked(new Postgres("nightwarden_leases", "public", null)))
            .getMessage());
    assertEquals(
        "schema has more than 63 bytes, which PostgreSQL would cut",
        assertThrows(
                IllegalKeyException.class,
                () -> Keys.checked(new Postgres("t", "\u00fc".repeat(32), null)))
            .getMessage());
    assertEquals(
        "host is a/b; allowed: a name or an address",
        assertThrows(
                IllegalKeyException.class,
                () ->
                    Keys.checked(
                        new Database("a/b", 1, "n", "u", null, "prefer", null, null, null, 1)))
            .getMessage());
  }

  private static long replace(Database database, Dataset<Row> table, String... dates)
      throws SQLException {
    return POSTGRES.replace(Finding.slice(table, Finding.dates(dates), database, null));
  }

  private static void replace(Database database, Fence fence, Finding... findings)
      throws SQLException {
    SortedSet<LocalDate> dates = Finding.dates("2026-11-01", "2026-11-02");
    POSTGRES.replace(Finding.slice(Finding.table(findings), dates, database, fence));
  }

  /** Writes a data set into a table of its own. */
  private static long write(Database database, String name, StoredTable rows) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      PostgresSchema schema = new PostgresSchema(connection, "public");
      schema.open();
      PostgresTable table = new PostgresTable(schema, name, rows);
      table.migrate();
      long count = table.replace();
      connection.commit();
      return count;
    }
  }

  private static String failure(Database database) {
    return assertThrows(SQLException.class, () -> replace(database, Finding.table(), "2026-11-01"))
        .getMessage();
  }

  /** The failure once the server has read its rules again. */
  private static String awaitFailure(Database database, String word) throws Exception {
    for (int i = 0; i < 100; i++) {
      try (Connection connection = database.connect()) {
        assertTrue(connection.isValid(5));
        Thread.sleep(50);
      } catch (SQLException e) {
        assertTrue(e.getMessage().contains(word), e.getMessage());
        break;
      }
    }
    return failure(database);
  }

  private static List<String> query(Database database, String sql)
      throws SQLException, IOException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }
}
