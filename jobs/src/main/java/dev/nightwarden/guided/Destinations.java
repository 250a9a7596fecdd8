package dev.nightwarden.guided;

/**
 * Where findings go.
 *
 * @param csv a file; null: none
 * @param postgres the database; null: none
 * @param report the folder of the pages; null: none
 */
record Destinations(String csv, Postgres postgres, String report) {
  /** The environment variable of the database's password: a config never holds it. */
  static final String PASSWORD = "POSTGRES_PASSWORD";

  /** Where a PostgreSQL database is, and as whom to go there. */
  record Postgres(String host, String name, String user) {}
}
