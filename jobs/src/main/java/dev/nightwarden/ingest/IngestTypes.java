package dev.nightwarden.ingest;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in transports. */
public final class IngestTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(LogFiles.class, Heartbeat.class);
  }
}
