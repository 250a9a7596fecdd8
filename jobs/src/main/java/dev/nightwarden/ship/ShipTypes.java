package dev.nightwarden.ship;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in shippers that are. */
public final class ShipTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(
        Csv.class,
        JsonLines.class,
        Parquet.class,
        Delta.class,
        Postgres.class,
        OpenSearch.class,
        Slack.class,
        Email.class,
        Webhook.class,
        Log.class);
  }
}
