package dev.nightwarden.ship;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in shippers that are. */
public final class ShipTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Csv.class, Postgres.class, Log.class);
  }
}
