package dev.nightwarden.poll;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in transports that poll services. */
public final class PollTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(HttpJson.class, SlackLogs.class, GoogleWorkspace.class);
  }
}
