package dev.nightwarden.maintain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.nightwarden.pipeline.Stage;
import dev.nightwarden.pipeline.StageContext;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Amount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the rows of dates that are not to be kept. In: the tables. Out: the same without them,
 * and the dates whose malicious events are gone, for the stores to give up.
 *
 * @param looksBack by detector, how many days of messages before a date its results rest on; {@link
 *     Stage#ALL_LATER} without end
 * @param counts how many days of counts before a date; likewise
 * @param lateDays how many dates after a late message's are done again
 * @param working the stages whose dates are left alone while they wait
 * @param shipping the stage that makes stores follow; null where there are none
 */
public record ExpireStage(
    MaintainSettings settings,
    Map<String, Integer> looksBack,
    int counts,
    int lateDays,
    List<String> working,
    String shipping)
    implements Stage {
  /** The stage's name. */
  public static final String NAME = "expire";

  private static final String KEY = "maintain.retention_days.";
  private static final Logger log = LoggerFactory.getLogger(ExpireStage.class);

  public ExpireStage {
    looksBack = Map.copyOf(looksBack);
    working = List.copyOf(working);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public Set<Table> writes() {
    return Set.of(
        Table.MESSAGES,
        Table.REJECTS,
        Table.FEATURE_COUNTS,
        Table.AMOUNTS,
        Table.ANOMALIES,
        Table.ACTOR_DATES,
        Table.EXCUSED,
        Table.APPLIED_VERDICTS,
        Table.RISKS,
        Table.INVESTIGATIONS,
        Table.MALICIOUS_EVENTS,
        Table.ALERTS,
        Table.DELIVERIES,
        Table.RUNS);
  }

  @Override
  public void check(SparkSession spark) {
    RetentionDays kept = settings.kept();
    if (kept.messages() != null) {
      looksBack.forEach((detector, days) -> checkMessages(kept.messages(), detector, days));
      if (kept.messages() <= lateDays) {
        throw new IllegalKeyException(
            KEY + "messages",
            "is %d, not more than late_days (%d), which late messages have scored again"
                .formatted(kept.messages(), lateDays));
      }
    }
    if (kept.featureCounts() != null) {
      if (counts == ALL_LATER) {
        throw new IllegalKeyException(
            KEY + "feature_counts",
            "would change scores: a history has no end; set history of each profile, such as 90d,"
                + " or leave this key out");
      }
      long least = (long) kept.messages() + counts + 1;
      if (kept.featureCounts() < least) {
        throw new IllegalKeyException(
            KEY + "feature_counts",
            ("is %d, which would change the scores of dates that are done again: allowed: at least"
                    + " %d, the days of messages and the %d before them that history covers")
                .formatted(kept.featureCounts(), least, counts));
      }
    }
  }

  private void checkMessages(int kept, String detector, int days) {
    if (days == ALL_LATER) {
      throw new IllegalKeyException(
          KEY + "messages",
          "would change what %s finds, which rests on all messages there ever were; limit it (history"
                  .formatted(detector)
              + " of its profile, lookback), or leave this key out");
    }
    long least = (long) days + lateDays + 1;
    if (kept < least) {
      throw new IllegalKeyException(
          KEY + "messages",
          "is %d, which would change what %s finds: allowed: at least %d, the %d days that it looks back and late_days"
              .formatted(kept, detector, least, days));
    }
  }

  @Override
  public void run(StageContext night, NavigableSet<LocalDate> none) {
    if (!Due.is(night, settings)) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(night.startedAt(), ZoneOffset.UTC);
    NavigableSet<LocalDate> atWork = new TreeSet<>();
    working.forEach(stage -> atWork.addAll(night.agenda().waiting(stage)));
    settings
        .kept()
        .dated()
        .forEach((table, days) -> expire(night, table, today.minusDays(days), atWork));
    RetentionDays kept = settings.kept();
    if (kept.rejects() != null) {
      Instant first = night.startedAt().minus(kept.rejects(), ChronoUnit.DAYS);
      night.warehouse().delete(Table.REJECTS, col(Columns.INGESTED_AT).lt(lit(first)));
    }
    if (kept.runs() != null) {
      Instant first = night.startedAt().minus(kept.runs(), ChronoUnit.DAYS);
      // What the last run left is read from its row: this run's has it from now on.
      night.handOver(null, List.of());
      night
          .warehouse()
          .delete(
              Table.RUNS,
              col("started_at")
                  .lt(lit(first))
                  .and(not(col(Columns.RUN_ID).equalTo(night.runId()))));
    }
  }

  private void expire(
      StageContext night, Table table, LocalDate first, NavigableSet<LocalDate> atWork) {
    NavigableSet<LocalDate> expired = new TreeSet<>(night.warehouse().dates(table));
    expired.tailSet(first, true).clear();
    expired.removeAll(atWork);
    if (expired.isEmpty()) {
      return;
    }
    if ((table == Table.MALICIOUS_EVENTS || table == Table.ALERTS) && shipping != null) {
      night.handOver(shipping, expired);
    }
    Column old = Slices.of(expired);
    night.warehouse().delete(table, old);
    if (table == Table.MESSAGES) {
      night.forgo(expired);
    }
    night.count(NAME + "." + table.tableName(), expired.size());
    log.info(
        "expire: {}: {} before {} removed",
        table.tableName(),
        Amount.of(expired.size(), "date"),
        first);
  }
}
