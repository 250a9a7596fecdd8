package dev.nightwarden.app;

import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.investigate.Collector;
import dev.nightwarden.observe.Field;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.train.ForestSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One profile of a config: what is watched, and how its anomalies are judged. */
public record ProfileSection(
    @Key(doc = "The transports it reads; default: all.") List<String> transports,
    @Key(
            doc =
                "Which messages it watches, as an SQL condition; default: every message. Those for"
                    + " which it, or actor_sql, cannot be evaluated are counted and not watched.")
        String matches,
    @Key(doc = "Who is watched: a path into the message.") String actor,
    @Key(doc = "Who is watched, as an SQL expression, in place of actor.") String actorSql,
    @Key(doc = "How many days back counts reach, such as 90d; default: without limit.")
        Duration history,
    @Key(doc = "The watched fields by name.", required = true, min = 1, fallback = "single")
        Map<String, Field> fields,
    @Key(
            doc =
                "Grows an isolation forest for each actor, which finds unusual combinations; {} for"
                    + " the default of every key. Default: none.")
        ForestSettings forest,
    @Key(doc = "Which anomalies are looked at together.", fallback = "time_range")
        Collector collector,
    @Key(doc = "Which of those groups are malicious.", fallback = "exponential_decay")
        Analyzer analyzer)
    implements Checked {
  public ProfileSection {
    transports = List.copyOf(transports);
    fields = new LinkedHashMap<>(fields);
  }

  @Override
  public void check() {
    if ((actor == null) == (actorSql == null)) {
      throw new IllegalKeyException(
          "actor",
          actor == null
              ? "is missing; give a path (actor) or an SQL expression (actor_sql)"
              : "and actor_sql are both given; keep one");
    }
    if (history != null && (history.toSeconds() % 86_400 != 0 || history.toDays() < 1)) {
      throw new IllegalKeyException(
          "history", "is %s; allowed: whole days such as 90d".formatted(history));
    }
  }

  /** How many days back counts reach; empty: without limit. */
  public OptionalInt historyDays() {
    return history == null ? OptionalInt.empty() : OptionalInt.of((int) history.toDays());
  }
}
