package dev.nightwarden.guided;

import java.util.ArrayList;
import java.util.List;

/**
 * Where findings go.
 *
 * @param outlets shippers; none: findings are logged
 * @param database of the shipper postgres; null without it
 * @param report the folder of the pages; null: none
 */
record Destinations(List<Outlet> outlets, Postgres database, String report) {
  Destinations {
    outlets = List.copyOf(outlets);
  }

  /** Where a PostgreSQL database is, and as whom to go there. */
  record Postgres(String host, String name, String user) {}

  /** What the environment must hold. */
  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>();
    if (database != null) {
      secrets.add(Secret.POSTGRES_PASSWORD);
    }
    outlets.forEach(outlet -> secrets.addAll(outlet.secrets()));
    return List.copyOf(secrets);
  }
}
