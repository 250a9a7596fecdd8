package dev.nightwarden.stream;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in transports of streams. */
public final class StreamTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Tcp.class, Kafka.class);
  }
}
