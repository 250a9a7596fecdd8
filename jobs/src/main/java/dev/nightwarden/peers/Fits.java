package dev.nightwarden.peers;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.COUNT;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.predictive.DirichletStrength;
import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.predictive.PitmanYor;
import dev.nightwarden.predictive.PitmanYorSample;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * How the values of each field are drawn, fitted for each Monday to the 28 days before it; a date
 * has what the newest Monday up to it has.
 */
final class Fits implements Serializable {
  private static final long serialVersionUID = 1;

  /** Days that are looked at. */
  static final int DAYS = 28;

  /** With fewer dates among them nothing is fitted. */
  private static final int FEWEST_DATES = 7;

  private static final String MONDAY = "monday";
  private static final String GROUP = "grp";
  private static final String HOLDERS = "holders";
  private static final String DRAWS = "draws";

  /** Counts up to this are looked at as they are. */
  private static final int EXACT = 16;

  /** By profile and field, from each Monday on. */
  private final Map<List<String>, TreeMap<Integer, Parameters>> parameters = new HashMap<>();

  /** Of a field on a day. */
  Parameters on(String profile, String field, int day) {
    TreeMap<Integer, Parameters> mondays = parameters.get(List.of(profile, field));
    Parameters fitted = mondays == null ? null : mondays.get(Mondays.newest(day));
    return fitted == null ? Parameters.UNKNOWN : fitted;
  }

  /**
   * Fits all that the days of a range need.
   *
   * @param counts rows of {@code feature_counts} of the profiles' fields
   * @param groups as {@link Actors#seen} takes them
   * @param from the first day, as days since 1970
   * @param to the last
   */
  static Fits of(Dataset<Row> counts, Dataset<Row> groups, int from, int to) {
    Column day = unix_date(col(EVENT_DATE));
    int first = Mondays.newest(from);
    Column[] mondays = new Column[(Mondays.newest(to) - first) / 7 + 1];
    for (int i = 0; i < mondays.length; i++) {
      mondays[i] = lit(first + 7 * i);
    }
    Dataset<Row> pairs =
        counts
            .where(day.geq(first - DAYS).and(day.lt(Mondays.newest(to))))
            .withColumn(
                MONDAY,
                explode(
                    filter(
                        array(mondays), monday -> day.lt(monday).and(day.geq(monday.minus(DAYS))))))
            .groupBy(PROFILE, FIELD, MONDAY, ACTOR, VALUE)
            .agg(sum(COUNT).as(COUNT), count(lit(1)).as(DRAWS))
            .join(groups, new String[] {PROFILE, ACTOR}, "left")
            .select(
                col(PROFILE),
                col(FIELD),
                col(MONDAY),
                col(ACTOR),
                col(VALUE),
                col(COUNT),
                col(DRAWS),
                group().as(GROUP),
                count(lit(1)).over(Window.partitionBy(PROFILE, FIELD, MONDAY, VALUE)).as(HOLDERS))
            .persist();
    try {
      Set<List<Object>> known = known(counts, mondays, day);
      Map<List<Object>, Gathered> all = new HashMap<>();
      everybody(pairs, all);
      own(pairs, all);
      peers(pairs.where(col(GROUP).notEqual("")), all);
      Fits fits = new Fits();
      all.forEach(
          (key, gathered) -> {
            if (known.contains(List.of(key.get(0), key.get(2)))) {
              fits.parameters
                  .computeIfAbsent(
                      List.of((String) key.get(0), (String) key.get(1)), field -> new TreeMap<>())
                  .put((Integer) key.get(2), gathered.fit());
            }
          });
      return fits;
    } finally {
      pairs.unpersist();
    }
  }

  /** The actor's group on the Monday. */
  private static Column group() {
    return coalesce(
        try_element_at(
            col(Actors.GROUPS),
            nullif(size(filter(col(Actors.GROUP_DAYS), from -> from.leq(col(MONDAY)))), lit(0))),
        lit(""));
  }

  /** Profiles and Mondays with enough dates before. */
  private static Set<List<Object>> known(Dataset<Row> counts, Column[] mondays, Column day) {
    Set<List<Object>> known = new HashSet<>();
    counts
        .select(col(PROFILE), day.as("day"))
        .distinct()
        .withColumn(
            MONDAY,
            explode(
                filter(
                    array(mondays),
                    monday -> col("day").lt(monday).and(col("day").geq(monday.minus(DAYS))))))
        .groupBy(PROFILE, MONDAY)
        .agg(countDistinct("day").as(COUNT))
        .where(col(COUNT).geq(FEWEST_DATES))
        .collectAsList()
        .forEach(row -> known.add(List.of(row.getString(0), row.getInt(1))));
    return known;
  }

  /** What is gathered of a field before a Monday. */
  private static final class Gathered {
    private PitmanYor organisation;
    private long pairs;
    private double messagesOfADraw = 1;
    private final DirichletStrength own = new DirichletStrength();
    private final DirichletStrength peers = new DirichletStrength();

    /** The probability of a value that so many others have. */
    private double probability(long holders) {
      return organisation.kept(holders, pairs);
    }

    void draw(DirichletStrength level, long count, long others, long values) {
      if (others == 0) {
        level.unheardOf(values);
      } else {
        level.drawn(count, probability(others), values);
      }
    }

    Parameters fit() {
      double ofOwn = own.fit();
      double ofPeers = peers.fit();
      return new Parameters(
          new PitmanYor(0, ofOwn * messagesOfADraw),
          Double.isNaN(ofPeers) ? Parameters.UNKNOWN.peers() : new PitmanYor(0, ofPeers),
          organisation);
    }
  }

  private static List<Object> key(Row row) {
    return List.of(row.getString(0), row.getString(1), row.getInt(2));
  }

  /** How the values of all are drawn: who shows a value draws it once. */
  private static void everybody(Dataset<Row> pairs, Map<List<Object>, Gathered> all) {
    for (Row row :
        pairs
            .groupBy(PROFILE, FIELD, MONDAY, VALUE)
            .agg(count(lit(1)).as(HOLDERS))
            .groupBy(PROFILE, FIELD, MONDAY)
            .agg(
                count_if(col(HOLDERS).equalTo(1)),
                count_if(col(HOLDERS).equalTo(2)),
                count(lit(1)),
                sum(HOLDERS))
            .collectAsList()) {
      Gathered gathered = new Gathered();
      gathered.pairs = row.getLong(6);
      gathered.organisation =
          new PitmanYorSample(
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  new TreeMap<>(Map.of(row.getLong(6), 1L)))
              .fit();
      all.put(key(row), gathered);
    }
  }

  /** How an actor's are drawn: what it shows on a date, however often, is drawn once. */
  private static void own(Dataset<Row> pairs, Map<List<Object>, Gathered> all) {
    for (Row row :
        inOrder(
            pairs
                .groupBy(
                    col(PROFILE),
                    col(FIELD),
                    col(MONDAY),
                    rounded(col(DRAWS)).as(DRAWS),
                    rounded(col(HOLDERS).minus(1)).as(HOLDERS))
                .agg(count(lit(1))))) {
      Gathered gathered = all.get(key(row));
      gathered.draw(gathered.own, row.getLong(3), row.getLong(4), row.getLong(5));
    }
    Map<List<Object>, long[]> messages = new HashMap<>();
    for (Row row :
        inOrder(
            pairs
                .groupBy(PROFILE, FIELD, MONDAY, ACTOR)
                .agg(sum(DRAWS).as(DRAWS), sum(COUNT).as(COUNT))
                .groupBy(PROFILE, FIELD, MONDAY, DRAWS)
                .agg(count(lit(1)), sum(COUNT)))) {
      all.get(key(row)).own.sampled(row.getLong(3), row.getLong(4));
      long[] sums = messages.computeIfAbsent(key(row), key -> new long[2]);
      sums[0] += row.getLong(5);
      sums[1] += row.getLong(3) * row.getLong(4);
    }
    messages.forEach((key, sums) -> all.get(key).messagesOfADraw = (double) sums[0] / sums[1]);
  }

  /** How those of a group are drawn, from those of all others. */
  private static void peers(Dataset<Row> pairs, Map<List<Object>, Gathered> all) {
    Dataset<Row> members =
        pairs
            .groupBy(PROFILE, FIELD, MONDAY, GROUP, VALUE)
            .agg(count(lit(1)).as(DRAWS), max(HOLDERS).as(HOLDERS));
    for (Row row :
        inOrder(
            members
                .groupBy(
                    col(PROFILE),
                    col(FIELD),
                    col(MONDAY),
                    rounded(col(DRAWS)).as("drawn"),
                    rounded(col(HOLDERS).minus(col(DRAWS))).as("others"))
                .agg(count(lit(1))))) {
      Gathered gathered = all.get(key(row));
      gathered.draw(gathered.peers, row.getLong(3), row.getLong(4), row.getLong(5));
    }
    for (Row row :
        inOrder(
            members
                .groupBy(PROFILE, FIELD, MONDAY, GROUP)
                .agg(sum(DRAWS).as(DRAWS))
                .groupBy(PROFILE, FIELD, MONDAY, DRAWS)
                .agg(count(lit(1))))) {
      all.get(key(row)).peers.sampled(row.getLong(3), row.getLong(4));
    }
  }

  /**
   * Collects rows in an order of their own: a sum of the same numbers in another order differs in
   * its last digits, and so does a fit.
   */
  private static List<Row> inOrder(Dataset<Row> counted) {
    return counted.collectAsList().stream().sorted(Comparator.comparing(Row::toString)).toList();
  }

  /** Exact up to 16, then to three binary digits: so that few numbers are left to look at. */
  private static Column rounded(Column count) {
    Column step = pow(lit(2.0), floor(log2(count)).minus(2));
    return when(count.leq(EXACT), count)
        .otherwise(floor(count.divide(step)).multiply(step))
        .cast("bigint");
  }
}
