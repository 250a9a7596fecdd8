package dev.nightwarden.feature.filter;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in filters. */
public final class FilterTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(
        RemoveMatch.class, RemoveDomain.class, RemovePopularDomain.class, RemoveStatusError.class);
  }
}
