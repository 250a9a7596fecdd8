package dev.nightwarden.reporter;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in reporters. */
public final class ReporterTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Mandatory.class, OptionalReporter.class, Typical.class);
  }
}
