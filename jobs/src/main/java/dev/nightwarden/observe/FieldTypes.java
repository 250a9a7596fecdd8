package dev.nightwarden.observe;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in kinds of field. */
public final class FieldTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Field.Single.class, Field.Multi.class, HourOfWeek.class);
  }
}
