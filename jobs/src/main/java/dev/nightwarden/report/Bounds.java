package dev.nightwarden.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.FieldHistory;
import dev.nightwarden.report.Report.Flag;
import dev.nightwarden.report.Report.LogRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a page holds at most, so that it stays below {@value #PAGE_BYTES} bytes whatever the logs
 * say. Numbers of things come first; where texts are long, a budget of bytes ends a list earlier.
 * What is left out is counted on the page, which says where it is found.
 */
public final class Bounds {
  /** The size a page stays below, in bytes. */
  public static final int PAGE_BYTES = 5_000_000;

  /** The most malicious events, most urgent first. */
  public static final int EVENTS = 2_000;

  /** The most alerts. */
  public static final int ALERTS = 100;

  /** The most events of an alert. */
  static final int ALERT_EVENTS = 10;

  /** The most investigations. */
  public static final int INVESTIGATIONS = 1_000;

  /** The most actors whose usual values are shown. */
  public static final int ACTORS = 100;

  /** How many days back usual values are counted, the report's first date included. */
  public static final int DAYS = 30;

  /** The most days of usual values: of a longer report the last. */
  public static final int MOST_DAYS = 92;

  /** The most fields of an actor. */
  public static final int FIELDS = 12;

  /** The most usual values of an actor's field. */
  public static final int USUAL_VALUES = 5;

  /** The most odd values of an actor's field. */
  public static final int ODD_VALUES = 20;

  /** The most sets of clustered records. */
  public static final int CLUSTERINGS = 4;

  /** The most points on all maps together. */
  public static final int POINTS = 1_000;

  /** The most suspect records. */
  public static final int SUSPECTS = 1_000;

  /** The most features of a record. */
  public static final int FEATURES = 30;

  /** The most flags. */
  public static final int FLAGS = 100;

  /** The most records of a flag. */
  public static final int FLAG_RECORDS = 500;

  /** The most fields of a log record. */
  public static final int RECORD_FIELDS = 60;

  /** The most characters of a text. */
  public static final int TEXT = 400;

  /** How many of them are kept where there are more; a word on the others fills the rest. */
  static final int KEPT = TEXT - 40;

  private static final int NAME = 120;
  private static final int REASONS = 20;
  private static final int TECHNIQUES = 20;

  private static final long EVENT_BYTES = 1_800_000;
  private static final long INVESTIGATION_BYTES = 120_000;
  private static final long ACTOR_BYTES = 350_000;
  private static final long POINT_BYTES = 600_000;
  private static final long SUSPECT_BYTES = 550_000;
  private static final long FLAG_BYTES = 1_100_000;
  private static final long FLAG_TEXT_BYTES = 80_000;
  private static final long FEATURE_BYTES = 200_000;

  private Bounds() {}

  /** The report with no more than a page holds. */
  public static Report apply(Report report) {
    return new Report(
        report.from(),
        report.to(),
        report.totals(),
        within(report.events(), EVENTS, EVENT_BYTES, Bounds::event, Bounds::markup),
        within(report.investigations(), INVESTIGATIONS, INVESTIGATION_BYTES, Bounds::investigation),
        within(report.actors(), ACTORS, ACTOR_BYTES, Bounds::actor),
        clusters(report.clusters()),
        flags(report.flags()),
        BoundedAlerts.of(report.alerts()));
  }

  /** At most so many characters of a text, a word on how many more there were among them. */
  static String cut(String text, int length) {
    if (text == null || text.length() <= length) {
      return text;
    }
    int kept = length - (TEXT - KEPT);
    int end = Character.isHighSurrogate(text.charAt(kept - 1)) ? kept - 1 : kept;
    return "%s… (%d more characters)".formatted(text.substring(0, end), text.length() - end);
  }

  static String cut(String text) {
    return cut(text, TEXT);
  }

  static String name(String text) {
    return cut(text, NAME);
  }

  /** The bytes of a row of the page, roughly: what it says, and the elements around each value. */
  static long markup(Object row) {
    return ReportJson.size(row) * 8 / 5 + 400;
  }

  private static <T> List<T> within(
      List<T> list, int most, long bytes, UnaryOperator<T> shortened) {
    return within(list, most, bytes, shortened, ReportJson::size);
  }

  static <T> List<T> within(
      List<T> list,
      int most,
      long bytes,
      UnaryOperator<T> shortened,
      ToLongFunction<? super T> size) {
    List<T> kept = new ArrayList<>();
    long left = bytes;
    for (T item : list) {
      T small = shortened.apply(item);
      left -= size.applyAsLong(small) + 1;
      if (kept.size() == most || left < 0) {
        break;
      }
      kept.add(small);
    }
    return kept;
  }

  static <T> List<T> first(List<T> list, int most) {
    return list.subList(0, Math.min(most, list.size()));
  }

  private static Event event(Event event) {
    return new Event(
        name(event.eventId()),
        cut(event.messageId()),
        name(event.transport()),
        name(event.profile()),
        cut(event.actor()),
        event.eventTime(),
        name(event.severity()),
        event.score(),
        name(event.investigationId()),
        first(event.reasons(), REASONS).stream().map(Bounds::reason).toList(),
        data(event.data()));
  }

  private static Report.Reason reason(Report.Reason reason) {
    return new Report.Reason(
        name(reason.detector()),
        name(reason.field()),
        cut(reason.value()),
        reason.score(),
        name(reason.severity()),
        cut(reason.reason()),
        attack(reason.attack()));
  }

  static List<String> attack(List<String> ids) {
    return first(ids, TECHNIQUES).stream().map(Bounds::name).toList();
  }

  private static Report.Investigation investigation(Report.Investigation group) {
    return new Report.Investigation(
        name(group.investigationId()),
        name(group.profile()),
        cut(group.actor()),
        group.start(),
        group.end(),
        group.events(),
        group.anomalies(),
        group.malicious(),
        group.score());
  }

  private static ActorHistory actor(ActorHistory actor) {
    return new ActorHistory(
        name(actor.profile()),
        cut(actor.actor()),
        actor.firstDay(),
        first(actor.fields(), FIELDS).stream().map(Bounds::field).toList());
  }

  private static FieldHistory field(FieldHistory field) {
    return new FieldHistory(
        name(field.field()),
        first(field.usual(), USUAL_VALUES).stream()
            .map(usual -> new Report.Usual(cut(usual.value(), NAME), usual.count(), usual.days()))
            .toList(),
        field.others() + Math.max(0, field.usual().size() - USUAL_VALUES),
        first(field.odd(), ODD_VALUES).stream()
            .map(odd -> new Report.Odd(cut(odd.value(), NAME), odd.eventTime(), odd.score()))
            .toList());
  }

  private static List<Clusters> clusters(List<Clusters> all) {
    List<Clusters> kept = first(all, CLUSTERINGS);
    int shares = Math.max(1, kept.size());
    return kept.stream().map(clusters -> clusters(clusters, shares)).toList();
  }

  private static Clusters clusters(Clusters all, int shares) {
    List<ClusterFigures.MapPoint> points =
        within(
            all.points(),
            POINTS / shares,
            POINT_BYTES / shares,
            point ->
                new ClusterFigures.MapPoint(
                    point.x(),
                    point.y(),
                    point.count(),
                    point.clusters(),
                    point.score(),
                    record(point.example())));
    boolean isWhole = points.size() == all.points().size();
    return new Clusters(
        name(all.name()),
        all.date(),
        all.records(),
        all.distinct(),
        all.isExact(),
        all.judged(),
        all.cuts(),
        all.groups(),
        first(all.features(), FEATURES).stream()
            .map(f -> new ClusterFigures.Feature(name(f.name()), f.kind(), f.weight()))
            .toList(),
        points,
        all.tree(),
        all.contributions().stream()
            .limit(4L * FEATURES / shares)
            .map(
                c ->
                    new ClusterFigures.Contribution(
                        c.cluster(), name(c.feature()), c.weight(), c.between(), c.within()))
            .toList(),
        within(
            all.distributions(),
            FEATURES,
            FEATURE_BYTES / shares,
            d ->
                new ClusterFigures.Distribution(
                    name(d.feature()),
                    d.bins().stream().map(Bounds::name).toList(),
                    d.isOrdered(),
                    d.counts())),
        correlations(all.correlations()),
        isWhole && shares == 1 ? all.similarity() : fewer(all.similarity(), points.size(), shares),
        within(
            all.suspects(),
            SUSPECTS / shares,
            SUSPECT_BYTES / shares,
            s -> new Report.Suspect(s.cluster(), s.score(), record(s.record())),
            Bounds::markup),
        all.suspectRecords());
  }

  private static ClusterFigures.Correlations correlations(ClusterFigures.Correlations all) {
    if (all == null) {
      return null;
    }
    return new ClusterFigures.Correlations(
        first(all.features(), FEATURES).stream().map(Bounds::name).toList(),
        first(all.rows(), FEATURES).stream().map(row -> first(row, FEATURES)).toList());
  }

  /** The likeness of those points that are still there. */
  private static ClusterFigures.Similarity fewer(
      ClusterFigures.Similarity all, int points, int shares) {
    if (all == null) {
      return null;
    }
    int size = all.points().size();
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < size; place += (int) Math.ceil(Math.sqrt(shares))) {
      if (all.points().get(place) < points) {
        places.add(place);
      }
    }
    List<Integer> percent = new ArrayList<>();
    for (int a = 0; a < places.size(); a++) {
      for (int b = a + 1; b < places.size(); b++) {
        int i = places.get(a);
        int j = places.get(b);
        percent.add(all.percent().get(i * (2 * size - i - 1) / 2 + j - i - 1));
      }
    }
    return new ClusterFigures.Similarity(places.stream().map(all.points()::get).toList(), percent);
  }

  /**
   * Each flag keeps its name and count; the budget of records is shared among them, what few leave
   * going to many.
   */
  private static List<Flag> flags(List<Flag> all) {
    List<Flag> named =
        within(
            all,
            FLAGS,
            FLAG_TEXT_BYTES,
            flag ->
                new Flag(
                    name(flag.name()),
                    cut(flag.description()),
                    name(flag.severity()),
                    cut(flag.message()),
                    flag.hits(),
                    List.of()));
    Flag[] kept = new Flag[named.size()];
    long left = FLAG_BYTES;
    List<Integer> byRecords =
        IntStream.range(0, kept.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> all.get(i).records().size()))
            .toList();
    for (int done = 0; done < kept.length; done++) {
      int i = byRecords.get(done);
      Flag flag = named.get(i);
      List<LogRecord> records =
          within(
              all.get(i).records(),
              FLAG_RECORDS,
              left / (kept.length - done),
              Bounds::record,
              Bounds::markup);
      left -= records.stream().mapToLong(Bounds::markup).sum();
      kept[i] =
          new Flag(
              flag.name(),
              flag.description(),
              flag.severity(),
              flag.message(),
              Math.max(flag.hits(), all.get(i).records().size()),
              records);
    }
    return List.of(kept);
  }

  private static LogRecord record(LogRecord record) {
    if (record == null) {
      return null;
    }
    Map<String, Object> features = new LinkedHashMap<>();
    record.features().entrySet().stream()
        .limit(FEATURES)
        .forEach(
            entry ->
                features.put(
                    name(entry.getKey()),
                    entry.getValue() instanceof String text ? cut(text) : entry.getValue()));
    return new LogRecord(
        cut(record.messageId()),
        record.eventTime(),
        cut(record.actor()),
        cut(record.reason()),
        data(record.data()),
        features);
  }

  private static JsonNode data(JsonNode data) {
    return data == null ? null : LogData.bounded(data, RECORD_FIELDS, NAME, TEXT);
  }
}
