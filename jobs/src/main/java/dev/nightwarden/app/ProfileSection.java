package dev.nightwarden.app;

import dev.nightwarden.amounts.AmountsSection;
import dev.nightwarden.investigate.AddedEvidence;
import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.investigate.Collector;
import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Techniques;
import dev.nightwarden.pipeline.Judge;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.train.ForestSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

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
        Analyzer analyzer,
    @Key(
            doc =
                "While little is known, what is odd may be so for that alone: such anomalies are"
                    + " marked and never malicious. Default: 7 days, 7 and 20 where the analyzer is"
                    + " evidence, else none.")
        Learning learning,
    @Key(doc = "Whom actors are compared with. Default: all actors of the profile.") Peers peers,
    @Key(
            doc =
                "How much actors do in a day, compared with their own days, their peers' and"
                    + " everybody's. Default: nothing.")
        AmountsSection amounts,
    @Key(
            doc =
                "The techniques of MITRE ATT&CK that whatever is found in it is a sign of, but for"
                    + " fields and amounts that name their own. Default: none.",
            decides = false)
        List<String> attack)
    implements Checked {
  public ProfileSection {
    transports = List.copyOf(transports);
    fields = new LinkedHashMap<>(fields);
    attack = List.copyOf(attack);
  }

  @Override
  public void check() {
    Techniques.check(attack);
    if ((actor == null) == (actorSql == null)) {
      throw new IllegalKeyException(
          "actor",
          actor == null
              ? "is missing; give a path (actor) or an SQL expression (actor_sql)"
              : "and actor_sql are both given; keep one");
    }
    if (analyzer instanceof AddedEvidence
        && fields.values().stream().noneMatch(field -> field.reporter().looksAtOthers())) {
      throw new IllegalKeyException(
          "analyzer",
          "is evidence, which adds up what reporters of the type typical say, and no field has"
              + " one; give some, or another analyzer");
    }
    if (history != null && (history.toSeconds() % 86_400 != 0 || history.toDays() < 1)) {
      throw new IllegalKeyException(
          "history", "is %s; allowed: whole days such as 90d".formatted(history));
    }
  }

  /** How its anomalies are judged. */
  Judge judge() {
    Map<String, Double> weights = new TreeMap<>();
    fields.forEach((name, field) -> weights.put(name, field.reporter().weight()));
    return new Investigate(collector, analyzer, weights);
  }

  /** When an anomaly does not count yet. */
  public Learning learns() {
    if (learning != null) {
      return learning;
    }
    return analyzer instanceof AddedEvidence ? Learning.USUAL : Learning.NONE;
  }

  /** How many days back counts reach; empty: without limit. */
  public OptionalInt historyDays() {
    return history == null ? OptionalInt.empty() : OptionalInt.of((int) history.toDays());
  }
}
