package dev.nightwarden.validate;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.value.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The mandatory fields that some actors never have, or that many messages lack. A missing value
 * scores 1 however usual it is, so that each message of such an actor is an anomaly for ever.
 */
record NeverHad(Profile profile) {
  /** The share of the actors, or of the messages, from which on it is a warning. */
  private static final double WORTH_A_WARNING = 0.05;

  private static final String MESSAGES = "messages";

  void tell(Dataset<Row> watched, Notes notes) {
    Map<String, String> paths = mandatory();
    if (paths.isEmpty()) {
      return;
    }
    List<Column> perActor = new ArrayList<>();
    List<Column> overAll = new ArrayList<>(List.of(coalesce(sum(MESSAGES), lit(0L))));
    for (String path : paths.values()) {
      String values = "values_" + perActor.size();
      perActor.add(count(MessageValues.json(col(DATA), path)).as(values));
      Column never = col(values).equalTo(0);
      overAll.add(count_if(never));
      overAll.add(coalesce(sum(when(never, col(MESSAGES))), lit(0L)));
      overAll.add(coalesce(sum(col(MESSAGES).minus(col(values))), lit(0L)));
    }
    Row row =
        watched
            .where(col(ACTOR).isNotNull())
            .groupBy(ACTOR)
            .agg(count(lit(1)).as(MESSAGES), perActor.toArray(Column[]::new))
            .agg(count(lit(1)), overAll.toArray(Column[]::new))
            .first();
    long actors = row.getLong(0);
    long messages = row.getLong(1);
    int at = 2;
    for (String field : paths.keySet()) {
      long never = row.getLong(at++);
      long theirs = row.getLong(at++);
      long missing = row.getLong(at++);
      String key = "profiles.%s.fields.%s".formatted(profile.name(), field);
      boolean isMuch = missing >= WORTH_A_WARNING * messages;
      // Where nobody has it the path is wrong, which is a problem that is told elsewhere.
      if (never > 0 && never < actors) {
        String told =
            ("%s: %d of %s never %s it; reporter mandatory scores 1 on each of their %s:"
                    + " use optional")
                .formatted(
                    key,
                    never,
                    Amount.of(actors, "actor"),
                    never == 1 ? "has" : "have",
                    Amount.of(theirs, "event"));
        if (isMuch || never >= WORTH_A_WARNING * actors) {
          notes.warning(told);
        } else {
          notes.line(told);
        }
      } else if (isMuch && never == 0) {
        notes.warning(
            ("%s: %d of %s do not have it, and reporter mandatory scores 1 for each of"
                    + " them: use optional")
                .formatted(key, missing, Amount.of(messages, "message")));
      }
    }
  }

  /** The paths of the fields whose missing value scores 1, by name; an array is never missing. */
  private Map<String, String> mandatory() {
    Map<String, String> paths = new TreeMap<>();
    profile
        .fields()
        .forEach(
            (name, field) -> {
              if (field instanceof Field.Single single && field.reporter() instanceof Mandatory) {
                paths.put(name, single.paths(name).get(0));
              }
            });
    return paths;
  }
}
