package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds clients that send requests at regular intervals, with a tolerance for jitter. Of each
 * client (and destination) the requests of the date and of {@code lookback_days} before it are
 * sorted by time; a gap is the time from the first request of one visit to the first of the next,
 * where requests closer than {@code min_gap_seconds} to the one before belong to its visit. Gaps
 * are rounded to three significant digits. A client with at least {@code min_gaps} gaps whose
 * relative spread is at most {@code max_spread} is a hit, for which its last request of the date
 * stands.
 *
 * <p>The relative spread is the quartile coefficient of dispersion, (q3 - q1) / (q3 + q1) (D. G.
 * Bonett, Computational Statistics and Data Analysis 50, 2006), where the quartile q1 of n gaps is
 * the one of rank ceil(n / 4) from below, and q3 that of rank ceil(3n / 4): exact, and the same
 * however the data is split. A few missed calls or long pauses do not move it. Calls whose pauses
 * are drawn evenly from plus or minus j of their mean have a spread of j / 2; calls at random (a
 * Poisson process) have 0.66.
 */
@TypeName(
    value = "beaconing",
    doc = "A client asks at regular intervals, with some jitter forgiven.")
public record Beaconing(
    @Key(doc = "The path of who asks.", required = true) String client,
    @Key(
            doc = "Paths of whom it asks: each such is looked at alone. Default: all together.",
            commas = true)
        List<String> destination,
    @Key(doc = "How many gaps there must be.", fallback = "20", min = 2) int minGaps,
    @Key(
            doc = "The greatest relative spread of the gaps, in (0, 1].",
            fallback = "0.15",
            above = 0,
            max = 1)
        double maxSpread,
    @Key(
            doc =
                "Requests closer than this to the one before belong to one visit, in seconds; 0:"
                    + " each is a visit.",
            fallback = "1",
            min = 0,
            max = 86_400)
        double minGapSeconds,
    @Key(
            doc = "Days before the date that are looked at with it, for slow beacons.",
            fallback = "0",
            min = 0,
            max = 365)
        int lookbackDays)
    implements AggregationFlag {
  private static final long SECOND = 1_000_000;
  private static final double TOLERANCE = 1e-9;
  private static final List<String> FIGURES_IN_ORDER =
      List.of("client", "destination", "gap", "spread", "gaps", "first", "last");

  public Beaconing {
    destination = List.copyOf(destination);
  }

  @Override
  public String message() {
    return (destination.isEmpty() ? "{client} asked" : "{client} asked {destination}")
        + " every {gap} seconds: {gaps} gaps, of which half lie within {spread}% of that";
  }

  @Override
  public Set<String> figures() {
    return Set.copyOf(FIGURES_IN_ORDER);
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>(destination);
    paths.add(0, client);
    return paths;
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    Column who = records.inputs().shortText(client);
    List<Column> whom = destination.stream().map(path -> records.inputs().shortText(path)).toList();
    Column shown =
        whom.isEmpty()
            ? lit("anything")
            : Figures.text(concat_ws(" ", whom.toArray(Column[]::new)));
    return Scan.suspects(
        records,
        Suspects.together(records.inputs(), paths()),
        col(Columns.EVENT_TIME),
        lookbackDays,
        List.of(who, shown),
        FIGURES_IN_ORDER,
        () -> new Client(this));
  }

  private static final class Client implements Scan.Watch {
    private final Beaconing settings;
    private final Gaps gaps;
    private long first;
    private Row last;
    private boolean isWanted;

    Client(Beaconing settings) {
      this.settings = settings;
      this.gaps = new Gaps(Math.round(settings.minGapSeconds() * SECOND));
    }

    @Override
    public void see(Row row, boolean isOfDate, Consumer<Scan.Hit> hits) {
      if (last == null) {
        first = Scan.time(row);
      }
      last = row;
      isWanted = isOfDate;
      long gap = gaps.next(Scan.time(row));
      if (gap >= 0) {
        gaps.count(Gaps.rounded(gap));
      }
    }

    @Override
    public void end(Consumer<Scan.Hit> hits) {
      if (!isWanted || gaps.total() < settings.minGaps()) {
        return;
      }
      double low = gaps.quartile(1);
      double high = gaps.quartile(3);
      double spread = (high - low) / (high + low);
      // Gaps of nothing have no spread: 0 / 0.
      if (spread <= settings.maxSpread() + TOLERANCE) {
        String client = last.getString(Scan.VALUES);
        hits.accept(
            new Scan.Hit(
                Scan.mark(last),
                client,
                List.of(
                    Figures.text(client),
                    last.getString(Scan.VALUES + 1),
                    Figures.number((double) gaps.quartile(2) / SECOND),
                    Figures.number(100 * spread),
                    Integer.toString(gaps.total()),
                    Figures.time(first),
                    Figures.time(Scan.time(last)))));
      }
    }
  }
}
