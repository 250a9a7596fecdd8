package dev.nightwarden.observe;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.reporter.Reporter;
import java.util.List;

/** A value that a profile draws from each message, and the reporter that scores it. */
public sealed interface Field permits Field.Single, Field.Multi, HourOfWeek {
  /** What turns the value's history into a score. */
  Reporter reporter();

  /**
   * The paths of the message that it looks at.
   *
   * @param name the field's name
   */
  List<String> paths(String name);

  /** One path of the message. */
  @TypeName(value = "single", doc = "The value at one path of the message.")
  record Single(
      @Key(doc = "The path, dotted; by default the field's name.") String key,
      @Key(doc = "What scores the value.", fallback = "mandatory") Reporter reporter)
      implements Field {
    @Override
    public List<String> paths(String name) {
      return List.of(key == null ? name : key);
    }
  }

  /** Several paths of the message, as one JSON array. */
  @TypeName(value = "multi", doc = "The values at several paths, as one JSON array.")
  record Multi(
      @Key(doc = "The paths, dotted.", required = true, min = 1) List<String> keys,
      @Key(doc = "What scores the array.", fallback = "mandatory") Reporter reporter)
      implements Field {
    public Multi {
      keys = List.copyOf(keys);
    }

    @Override
    public List<String> paths(String name) {
      return keys;
    }
  }
}
