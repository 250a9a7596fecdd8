package dev.nightwarden.ship;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What went wrong at a database, in one sentence that says what to change. */
final class PostgresErrors {
  private static final int MAX_MESSAGE = 1000;

  private PostgresErrors() {}

  /** The error with such a sentence; the password is in none of its messages. */
  static SQLException explain(SQLException error, Database database) {
    SQLException origin =
        error instanceof BatchUpdateException && error.getNextException() != null
            ? error.getNextException()
            : error;
    String where = "PostgreSQL at " + database + ": ";
    return new SQLException(where + sentence(origin, database), origin.getSQLState(), error);
  }

  private static String sentence(SQLException error, Database database) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String said = said(error);
    return switch (state) {
      case "" -> said;
      case "28P01" ->
          "the password is wrong for this user: set database.user and database.password ("
              + said
              + ")";
      case "28000" ->
          "the server refuses this user from here: set database.user, database.password or"
              + " database.sslmode, or let it in with pg_hba.conf ("
              + said
              + ")";
      case "3D000" ->
          "there is no such database: make it with \"createdb %s\", or set database.name"
              .formatted(database.name());
      case "42501" ->
          "the user %s may not do this (%s): let its owner grant it, or set database.user"
              .formatted(database.user(), said);
      case "55P03" ->
          "another session holds the table for over a minute: run again when it is done";
      case "08001", "08004", "08006" ->
          database.password() == null && said.contains("password")
              ? "the server asks for a password: set database.password"
              : "no connection (%s): start the server, or set database.host, database.port or"
                      .formatted(said)
                  + " database.sslmode";
      default -> "%s (SQLSTATE %s)".formatted(said, state);
    };
  }

  /** The server's own words where it spoke, without the row it was about. */
  private static String said(SQLException error) {
    ServerErrorMessage answer =
        error instanceof PSQLException known ? known.getServerErrorMessage() : null;
    String words =
        answer != null && answer.getMessage() != null ? answer.getMessage() : error.getMessage();
    if (answer == null && error.getCause() != null && error.getCause().getMessage() != null) {
      words += ": " + error.getCause().getMessage();
    }
    return EscapedText.text(words, MAX_MESSAGE);
  }
}
