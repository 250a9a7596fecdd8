package dev.nightwarden.observe;

import dev.nightwarden.plugin.Checked;
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

  /** The techniques of MITRE ATT&CK that an unusual value is a sign of. */
  List<String> attack();

  /** One path of the message. */
  @TypeName(value = "single", doc = "The value at one path of the message.")
  record Single(
      @Key(doc = "The path, dotted; by default the field's name.") String key,
      @Key(doc = "What scores the value.", fallback = "mandatory") Reporter reporter,
      @Key(doc = Techniques.DOC, decides = false) List<String> attack)
      implements Field, Checked {
    public Single {
      attack = List.copyOf(attack);
    }

    /** One that is a sign of no technique. */
    public Single(String key, Reporter reporter) {
      this(key, reporter, List.of());
    }

    @Override
    public void check() {
      Techniques.check(attack);
    }

    @Override
    public List<String> paths(String name) {
      return List.of(key == null ? name : key);
    }
  }

  /** Several paths of the message, as one JSON array. */
  @TypeName(value = "multi", doc = "The values at several paths, as one JSON array.")
  record Multi(
      @Key(doc = "The paths, dotted.", required = true, min = 1) List<String> keys,
      @Key(doc = "What scores the array.", fallback = "mandatory") Reporter reporter,
      @Key(doc = Techniques.DOC, decides = false) List<String> attack)
      implements Field, Checked {
    public Multi {
      keys = List.copyOf(keys);
      attack = List.copyOf(attack);
    }

    @Override
    public void check() {
      Techniques.check(attack);
    }

    @Override
    public List<String> paths(String name) {
      return keys;
    }
  }
}
