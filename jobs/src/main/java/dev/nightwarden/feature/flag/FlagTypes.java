package dev.nightwarden.feature.flag;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The flags built in. */
public final class FlagTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Base64Data.class);
  }
}
