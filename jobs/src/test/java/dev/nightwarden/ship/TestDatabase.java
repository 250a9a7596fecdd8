package dev.nightwarden.ship;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL server of all tests. */
public final class TestDatabase {
  private static final AtomicInteger databases = new AtomicInteger();
  private static EmbeddedPostgres server;

  private TestDatabase() {}

  /** The port of the server on localhost; its superuser postgres needs no password. */
  public static synchronized int port() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server.getPort();
  }

  /** A database of its own, empty. */
  public static Database fresh() {
    String name = "test" + databases.incrementAndGet();
    execute(database("postgres", "postgres", null), "create database " + name);
    return database(name, "postgres", null);
  }

  /** A database of its own, with what another holds, to which nobody may be connected. */
  public static Database copy(Database other) {
    String name = "test" + databases.incrementAndGet();
    execute(
        database("postgres", "postgres", null),
        "create database " + name + " template " + other.name());
    return database(name, "postgres", null);
  }

  public static Database database(String name, String user, String password) {
    return new Database("localhost", port(), name, user, password, "prefer", null, null, null, 10);
  }

  public static void execute(Database database, String... statements) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
