package dev.nightwarden.feature.cluster;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in cluster engines. */
public final class ClusterTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(GowerEngine.class, ForestEngine.class);
  }
}
