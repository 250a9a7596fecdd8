package dev.nightwarden.score;

import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.Reporter;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a pass needs to know of a profile.
 *
 * @param fields in the order of a message's values
 * @param reporters as many
 * @param hours whether their values are hours of the week, as many
 */
record Watched(
    String profile,
    ArrayList<String> fields,
    ArrayList<Reporter> reporters,
    ArrayList<Boolean> hours,
    Learning learning,
    boolean looksAtOthers)
    implements Serializable {
  static Watched of(Profile profile) {
    return new Watched(
        profile.name(),
        new ArrayList<>(profile.fields().keySet()),
        new ArrayList<>(profile.fields().values().stream().map(Field::reporter).toList()),
        new ArrayList<>(
            profile.fields().values().stream().map(field -> field instanceof HourOfWeek).toList()),
        profile.learning(),
        profile.looksAtOthers());
  }
}
