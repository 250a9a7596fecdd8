package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds guessing that worked: a success with at least {@code min_failures} failures in the {@code
 * seconds} up to it, all {@code by} the same. The first such success of a date is a hit. A record
 * of several failures ({@code times}) counts as so many; one that is both a failure and a success
 * counts as a failure.
 *
 * <p>The figures are how often it failed before that since the last pause of more than {@code
 * seconds} between two failures, and from when; how often it succeeded on the date from the hit on,
 * and when last. Nothing earlier than the day before is looked at.
 */
@TypeName(
    value = "guessing",
    doc = "Many failures are followed by a success: somebody guessed until it worked.")
public record Guessing(
    @Key(
            doc =
                "Paths of what failures and successes have in common, such as an address, or"
                    + " address and account; the first is the actor. Default: the record's actor.",
            commas = true)
        List<String> by,
    @Key(doc = "Which records are failures, as an SQL condition.", required = true) String failure,
    @Key(doc = "Which records are successes, as an SQL condition.", required = true) String success,
    @Key(doc = "How many failures there must be.", fallback = "10", min = 1, max = 100_000)
        int minFailures,
    @Key(
            doc = "How long before the success they may lie, in seconds.",
            fallback = "3600",
            min = 1,
            max = 86_400)
        int seconds,
    @Key(doc = "The path of the account, to be shown.") String account,
    @Key(
            doc =
                "The path of a number: how many failures one record tells of (message repeated N"
                    + " times). Default, and where there is none: 1.")
        String times)
    implements AggregationFlag {
  private static final long SECOND = 1_000_000;

  /** One record does not say more than this. */
  private static final double MOST_TIMES = 1_000_000;

  private static final List<String> FIGURES_IN_ORDER =
      List.of("by", "account", "failures", "successes", "first", "success", "last");

  public Guessing {
    by = List.copyOf(by);
  }

  @Override
  public String message() {
    return account == null
        ? "{by} failed {failures} times from {first} on, then succeeded {successes} times"
            + " from {success} on"
        : "{by} failed {failures} times from {first} on, then succeeded as {account} at"
            + " {success} (successes until {last}: {successes})";
  }

  @Override
  public Set<String> figures() {
    return Set.copyOf(FIGURES_IN_ORDER);
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>(by);
    Collections.addAll(paths, account, times);
    paths.removeIf(path -> path == null);
    return paths;
  }

  @Override
  public Map<String, String> conditions() {
    return Map.of("failure", failure, "success", success);
  }

  /** The day before, where failures shortly before midnight lie. */
  @Override
  public int lookbackDays() {
    return 1;
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    Column failed = coalesce(records.inputs().condition(failure), lit(false));
    Column succeeded = coalesce(records.inputs().condition(success), lit(false));
    Column key = by.isEmpty() ? col(Columns.ACTOR) : Suspects.together(records.inputs(), by);
    Column actor = Suspects.actor(records.inputs(), by.isEmpty() ? null : by.get(0));
    return Scan.suspects(
        records,
        when(failed.or(succeeded), key),
        col(Columns.EVENT_TIME),
        lookbackDays(),
        List.of(
            failed,
            times(records),
            actor,
            account == null
                ? lit(null).cast(DataTypes.StringType)
                : records.inputs().shortText(account)),
        FIGURES_IN_ORDER,
        () -> new Guesser(this));
  }

  private Column times(Records records) {
    if (times == null) {
      return lit(1L);
    }
    Column number = records.inputs().number(times);
    Column said = when(number.isNull().or(isnan(number)), lit(1.0)).otherwise(number);
    return greatest(lit(1.0), least(lit(MOST_TIMES), said)).cast(DataTypes.LongType);
  }

  /** Holds the times of as many failures as there must be, and no more. */
  private static final class Guesser implements Scan.Watch {
    private final Guessing settings;
    private final long pause;
    private long[] latest = new long[8];
    private int held;
    private int oldest;
    private long failures;
    private long first;
    private long lastFailure;
    private long failuresBefore;
    private long firstBefore;
    private Row hit;
    private long successes;
    private long lastSuccess;

    Guesser(Guessing settings) {
      this.settings = settings;
      this.pause = settings.seconds() * SECOND;
    }

    @Override
    public void see(Row row, boolean isWanted, Consumer<Scan.Hit> hits) {
      if (row.getBoolean(Scan.VALUES)) {
        fail(Scan.time(row), row.getLong(Scan.VALUES + 1));
      } else if (hit != null) {
        successes++;
        lastSuccess = Scan.time(row);
      } else if (isWanted
          && held == settings.minFailures()
          && Scan.time(row) - latest[oldest] <= pause) {
        hit = row;
        successes = 1;
        lastSuccess = Scan.time(row);
        failuresBefore = failures;
        firstBefore = first;
      }
    }

    private void fail(long time, long times) {
      if (failures == 0 || time - lastFailure > pause) {
        failures = 0;
        held = 0;
        oldest = 0;
        first = time;
      }
      lastFailure = time;
      failures += times;
      int most = settings.minFailures();
      for (long i = 0; i < Math.min(times, most); i++) {
        if (held < most) {
          if (held == latest.length) {
            latest = Arrays.copyOf(latest, Math.min(most, 2 * held));
          }
          latest[held++] = time;
        } else {
          latest[oldest] = time;
          oldest = (oldest + 1) % most;
        }
      }
    }

    @Override
    public void end(Consumer<Scan.Hit> hits) {
      if (hit == null) {
        return;
      }
      String actor = hit.getString(Scan.VALUES + 2);
      hits.accept(
          new Scan.Hit(
              Scan.mark(hit),
              actor,
              Arrays.asList(
                  Figures.text(actor),
                  Figures.text(hit.getString(Scan.VALUES + 3)),
                  Long.toString(failuresBefore),
                  Long.toString(successes),
                  Figures.time(firstBefore),
                  Figures.time(Scan.time(hit)),
                  Figures.time(lastSuccess))));
    }
  }
}
