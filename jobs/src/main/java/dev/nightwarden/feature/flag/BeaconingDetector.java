package dev.nightwarden.feature.flag;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds clients that send requests at exact intervals, as malware does that calls home. Of each
 * client and event date the requests are sorted by time; a gap is the time from one visit to the
 * next, rounded to the nearest whole second (halves up), where requests closer than {@code
 * min_gap_seconds} to the one before belong to its visit. The score is the share of all gaps that
 * equal the most common one, the shortest of several; a gap of more than a day is never that one. A
 * client with at least {@code min_gaps} gaps and a score of at least the threshold is a hit, for
 * which the last request stands.
 *
 * <p>Intervals must be exact to the second; {@link Beaconing} tolerates jitter.
 */
@TypeName(
    value = "beaconing_detector",
    doc = "A client's requests of a date are mostly the same whole number of seconds apart.")
public record BeaconingDetector(
    @Key(doc = "The path of who asks.", required = true) String clientIp,
    @Key(doc = "The path of when, if not the message's own time.") String timestamp,
    @Key(
            doc = "The least share of gaps that equal the most common one.",
            fallback = "0.7",
            above = 0,
            max = 1)
        double threshold,
    @Key(doc = "How many gaps there must be.", fallback = "10", min = 1) int minGaps,
    @Key(
            doc =
                "Requests closer than this to the one before belong to one visit, in seconds; 0:"
                    + " each is a visit.",
            fallback = "1",
            min = 0,
            max = 86_400)
        double minGapSeconds)
    implements AggregationFlag {
  private static final long SECOND = 1_000_000;
  private static final long DAY_SECONDS = 86_400;
  private static final double TOLERANCE = 1e-9;
  private static final List<String> FIGURES_IN_ORDER =
      List.of("client", "gap", "share", "gaps", "first", "last");

  @Override
  public String message() {
    return "{client} asked every {gap} seconds: {share}% of {gaps} gaps are alike";
  }

  @Override
  public Set<String> figures() {
    return Set.copyOf(FIGURES_IN_ORDER);
  }

  @Override
  public List<String> paths() {
    return timestamp == null ? List.of(clientIp) : List.of(clientIp, timestamp);
  }

  @Override
  public int lookbackDays() {
    return 0;
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    return Scan.suspects(
        records,
        records.inputs().shortText(clientIp),
        records.inputs().time(timestamp),
        0,
        List.of(records.inputs().shortText(clientIp)),
        FIGURES_IN_ORDER,
        () -> new Client(this));
  }

  private static final class Client implements Scan.Watch {
    private final BeaconingDetector settings;
    private final Gaps gaps;
    private long first;
    private Row last;

    Client(BeaconingDetector settings) {
      this.settings = settings;
      this.gaps = new Gaps(Math.round(settings.minGapSeconds() * SECOND));
    }

    @Override
    public void see(Row row, boolean isWanted, Consumer<Scan.Hit> hits) {
      if (last == null) {
        first = Scan.time(row);
      }
      last = row;
      long gap = gaps.next(Scan.time(row));
      if (gap >= 0) {
        gaps.count(Math.min((gap + SECOND / 2) / SECOND, DAY_SECONDS + 1));
      }
    }

    @Override
    public void end(Consumer<Scan.Hit> hits) {
      long usual = gaps.mostCommon(DAY_SECONDS + 1);
      if (gaps.total() < settings.minGaps() || usual < 0) {
        return;
      }
      double share = (double) gaps.of(usual) / gaps.total();
      if (share >= settings.threshold() - TOLERANCE) {
        String client = last.getString(Scan.VALUES);
        hits.accept(
            new Scan.Hit(
                Scan.mark(last),
                client,
                List.of(
                    Figures.text(client),
                    Long.toString(usual),
                    Figures.number(100 * share),
                    Integer.toString(gaps.total()),
                    Figures.time(first),
                    Figures.time(Scan.time(last)))));
      }
    }
  }
}
