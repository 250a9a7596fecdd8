package dev.nightwarden.validate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.nightwarden.observe.HourOfWeek;
import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.value.Amount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which messages a profile watches, of whom, and which of its fields they have. */
record ProfileLook(Profile profile, Dataset<Row> messages) {
  private static final int SHOWN_ACTORS = 5;

  void tell(Notes notes) {
    String key = "profiles." + profile.name();
    Dataset<Row> seen = Observe.watched(messages, profile);
    Dataset<Row> watched = seen.where(col(Observe.SQL_ERROR).isNull());
    Row row =
        seen.agg(
                count_if(col(Observe.SQL_ERROR).isNull()),
                count_if(col(ACTOR).isNull().and(col(Observe.SQL_ERROR).isNull())),
                approx_count_distinct(ACTOR),
                count(col(Observe.SQL_ERROR)),
                max(col(Observe.SQL_ERROR)))
            .first();
    long matching = row.getLong(0);
    if (row.getLong(3) > 0) {
      notes.line(
          "%s: its SQL cannot be evaluated for %s, which a run skips; for example: %s"
              .formatted(key, Amount.of(row.getLong(3), "message"), row.getString(4)));
    }
    if (matching == 0) {
      notes.problem(
          "%s%s"
              .formatted(
                  key,
                  profile.matches() == null
                      ? ": there is no message to watch"
                      : ".matches: matches no message in the sample"));
      neverPresent(notes);
      return;
    }
    notes.line(
        "%s: watches %s of %s (%s); %d without an actor"
            .formatted(
                key,
                Amount.of(matching, "message"),
                Amount.of(row.getLong(2), "actor"),
                actors(watched),
                row.getLong(1)));
    if (row.getLong(1) == matching) {
      notes.problem(
          "%s.%s: gives no actor in any message; the data has %s"
              .formatted(
                  key, profile.actorSql() == null ? "actor" : "actor_sql", Notes.keys(watched)));
    }
    fields(key, watched, notes);
    new NeverHad(profile).tell(watched, notes);
    new EverNew(profile).tell(watched, notes);
  }

  private void fields(String key, Dataset<Row> watched, Notes notes) {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    profile.fields().forEach((name, field) -> paths.put(name, field.paths(name)));
    List<Column> counts = new ArrayList<>();
    for (List<String> ofField : paths.values()) {
      for (String path : ofField) {
        Column value = MessageValues.json(col(DATA), path);
        counts.add(count(value));
        counts.add(approx_count_distinct(value));
      }
    }
    Row row = watched.agg(count(lit(1)), counts.toArray(Column[]::new)).first();
    int at = 1;
    for (var field : paths.entrySet()) {
      String name = key + ".fields." + field.getKey();
      for (String path : field.getValue()) {
        long values = row.getLong(at++);
        notes.line(
            "%s: %s has a value in %d of %s, about %d distinct"
                .formatted(
                    name, path, values, Amount.of(row.getLong(0), "message"), row.getLong(at++)));
        // An hour has a time zone to fall back on.
        if (values == 0 && !(profile.fields().get(field.getKey()) instanceof HourOfWeek)) {
          notes.problem(
              "%s: %s is never present; the data has %s"
                  .formatted(name, path, Notes.keys(watched)));
        }
      }
    }
  }

  /** Which paths of a condition that matches nothing are never there. */
  private void neverPresent(Notes notes) {
    if (profile.matches() == null) {
      return;
    }
    for (String path : MessageSql.paths(profile.matches())) {
      if (messages.where(MessageValues.json(col(DATA), path).isNotNull()).isEmpty()) {
        notes.problem(
            "profiles.%s.matches: %s is never present; the data has %s"
                .formatted(profile.name(), path, Notes.keys(messages)));
      }
    }
  }

  private static String actors(Dataset<Row> watched) {
    List<String> actors = new ArrayList<>();
    for (Row row :
        watched
            .where(col(ACTOR).isNotNull())
            .groupBy(ACTOR)
            .count()
            .orderBy(col("count").desc(), col(ACTOR))
            .limit(SHOWN_ACTORS)
            .collectAsList()) {
      actors.add(Notes.shown(row.getString(0)) + " " + row.getLong(1));
    }
    return String.join(", ", actors);
  }
}
