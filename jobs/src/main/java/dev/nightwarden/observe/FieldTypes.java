package dev.nightwarden.observe;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The kinds of field built in. */
public final class FieldTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Field.Single.class, Field.Multi.class);
  }
}
