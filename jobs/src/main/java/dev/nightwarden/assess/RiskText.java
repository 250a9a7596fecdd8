package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ABOUT;
import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.GIVEN;
import static dev.nightwarden.table.Columns.GIVEN_BY;
import static dev.nightwarden.table.Columns.NOTE;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.RISK;
import static dev.nightwarden.table.Columns.SCOPE;
import static dev.nightwarden.table.Columns.STATE;
import static dev.nightwarden.table.Columns.VERDICT;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;

import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Printable;
import dev.nightwarden.verdict.VerdictBook;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.Row;

/** What the risk of an actor's date is made of, and why it is alerted or not, in words. */
public final class RiskText {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_NAMES = 300;
  private static final int DAYS_BEFORE = 30;
  private static final int MOST_VERDICTS = 10;

  private RiskText() {}

  /**
   * The lines for a person at a terminal; none where the date is not assessed.
   *
   * @param actor null where none is named
   */
  public static List<String> of(
      Warehouse warehouse, String actor, LocalDate date, AlertSettings settings) {
    String name = Objects.requireNonNullElse(actor, "");
    List<Row> risks =
        warehouse
            .read(Table.RISKS)
            .where(col(EVENT_DATE).equalTo(lit(date)).and(col(ACTOR).equalTo(name)))
            .select(
                col(POINTS),
                col(Risks.CARRIED),
                col(RISK),
                coalesce(col(ALERT_ID), lit("")),
                col(Risks.CONTRIBUTIONS))
            .limit(1)
            .collectAsList();
    List<String> lines = new ArrayList<>();
    if (risks.isEmpty()) {
      lines.add(
          "no points on %s: as common as one date in twenty, too early to count, or excused"
              .formatted(date));
      lines.addAll(before(warehouse, name, date));
      return lines;
    }
    Row risk = risks.get(0);
    lines.add(
        "risk %s on %s: %s points, %s carried from days before"
            .formatted(
                number(risk.getDouble(2)),
                date,
                number(risk.getDouble(0)),
                number(risk.getDouble(1))));
    for (Row part : risk.<Row>getList(4)) {
      lines.add("  " + contribution(part));
    }
    lines.add(alert(warehouse, risk, date, settings));
    lines.addAll(before(warehouse, name, date));
    return lines;
  }

  /** The actor's dates with points in the days before, and what was said of what it did. */
  private static List<String> before(Warehouse warehouse, String actor, LocalDate date) {
    LocalDate first = date.minusDays(DAYS_BEFORE);
    List<String> lines = new ArrayList<>();
    for (Row row :
        warehouse
            .read(Table.RISKS)
            .where(
                col(ACTOR)
                    .equalTo(actor)
                    .and(col(EVENT_DATE).geq(lit(first)))
                    .and(col(EVENT_DATE).lt(lit(date))))
            .orderBy(col(EVENT_DATE))
            .select(
                col(EVENT_DATE).cast("string"),
                col(RISK),
                col(POINTS),
                array_join(
                    array_sort(
                        array_distinct(
                            transform(col(Risks.CONTRIBUTIONS), one -> one.getField(DETECTOR)))),
                    ", "),
                col(ALERT_ID).isNotNull())
            .collectAsList()) {
      lines.add(
          "  %s: risk %s, %s points of %s%s"
              .formatted(
                  row.getString(0),
                  number(row.getDouble(1)),
                  number(row.getDouble(2)),
                  Printable.printable(row.getString(3), LONGEST_NAMES),
                  row.getBoolean(4) ? "; alerted" : ""));
    }
    lines.add(
        0,
        lines.isEmpty()
            ? "no points in the %d days before".formatted(DAYS_BEFORE)
            : "points in the %d days before".formatted(DAYS_BEFORE));
    for (Row row :
        new VerdictBook(warehouse)
            .inForce()
            .where(col(ACTOR).equalTo(actor))
            .select(
                col(GIVEN).cast("date").cast("string"),
                col(VERDICT),
                col(SCOPE),
                col(ABOUT),
                col(GIVEN_BY),
                coalesce(col(NOTE), lit("")))
            .limit(MOST_VERDICTS)
            .collectAsList()) {
      String note = row.getString(5);
      lines.add(
          "verdict of %s: %s (%s) on %s by %s%s"
              .formatted(
                  row.getString(0),
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  Printable.printable(row.getString(4), LONGEST_NAME),
                  note.isEmpty() ? "" : ": " + Printable.printable(note, LONGEST_NAMES)));
    }
    return lines;
  }

  private static String contribution(Row part) {
    String detector = part.getAs(DETECTOR);
    String points = String.format(Locale.ROOT, "%.2f", (double) part.getAs(POINTS));
    if (detector == null) {
      return "%s from %s".formatted(points, part.getAs(EVENT_DATE).toString());
    }
    String field = part.getAs(FIELD);
    return "%s %s%s"
        .formatted(
            points,
            Printable.printable(detector, LONGEST_NAME),
            field == null || field.equals(detector)
                ? ""
                : " " + Printable.printable(field, LONGEST_NAME));
  }

  private static String alert(
      Warehouse warehouse, Row risk, LocalDate date, AlertSettings settings) {
    String id = risk.getString(3);
    if (id.isEmpty()) {
      return risk.getDouble(2) < settings.minRisk()
          ? "no alert: one opens from a risk of %s".formatted(number(settings.minRisk()))
          : "no alert: the %d that may open on %s had more points"
              .formatted(settings.budget(), date);
    }
    return warehouse
        .read(Table.ALERTS)
        .where(col(ALERT_ID).equalTo(id))
        .selectExpr("cast(event_date as string)", "cast(last_date as string)", STATE)
        .collectAsList()
        .stream()
        .map(
            row ->
                "alert %s, from %s to %s, %s"
                    .formatted(id, row.getString(0), row.getString(1), row.getString(2)))
        .findFirst()
        .orElse("alert " + id);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
