package dev.nightwarden.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.parse_json;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * What is removed from the tables, in this order: messages first, so that nothing makes the rest
 * anew; the rows that events are known by last.
 */
final class Removal {
  private final Warehouse warehouse;
  private final Names names;
  private final List<Part> parts = new ArrayList<>();

  /**
   * One table's part.
   *
   * @param theirs the rows that go
   * @param mentions of the others, those that name somebody
   * @param set what becomes of the columns of those
   */
  private record Part(Table table, Column theirs, Column mentions, Map<String, Column> set) {}

  /** How many rows of a table go, and how many stay without a name in them. */
  record Rows(Table table, long removed, long cleared) {
    boolean isAny() {
      return removed + cleared > 0;
    }
  }

  Removal(Warehouse warehouse, People people, Names names) {
    this.warehouse = warehouse;
    this.names = names;
    Column theirs = People.is(col(Columns.ACTOR), (UDF1<String, Boolean>) names::are);
    add(Table.MESSAGES, people.areActors(names), Columns.DATA, Columns.SOURCE_FILE);
    add(Table.REJECTS, mentioned(Columns.RAW, Columns.REASON, Columns.SOURCE_FILE));
    add(Table.FILES, mentioned("path"));
    add(Table.FEATURE_COUNTS, theirs, Columns.VALUE);
    add(Table.FEATURE_TOTALS, theirs, Columns.VALUE);
    add(
        Table.FORESTS,
        theirs.or(mentions(col("encoder").cast("string"))).or(mentions(to_json(col("usual")))));
    add(Table.INVESTIGATIONS, theirs);
    add(Table.ACTOR_DATES, theirs);
    add(Table.AMOUNTS, theirs);
    add(Table.MALICIOUS_EVENTS, theirs, Columns.VALUE, Columns.REASON, Columns.EVIDENCE);
    add(Table.ANOMALIES, theirs, Columns.VALUE, Columns.REASON, Columns.EVIDENCE);
    add(Table.ALERTS, theirs, Columns.REASON);
    add(Table.EXCUSED, theirs);
    add(Table.VERDICTS, theirs, Columns.VALUE, Columns.GIVEN_BY, Columns.NOTE);
    parts.add(risks(theirs));
    add(Table.RUNS, lit(false), "error");
  }

  private Part risks(Column theirs) {
    Column contributions = col("contributions");
    return new Part(
        Table.RISKS,
        theirs,
        exists(contributions, one -> mentions(one.getField(Columns.REASON))),
        Map.of(
            "contributions",
            transform(
                contributions,
                one -> one.withField(Columns.REASON, without(one.getField(Columns.REASON))))));
  }

  private void add(Table table, Column theirs, String... texts) {
    Map<String, Column> set = new LinkedHashMap<>();
    Column mentions = lit(false);
    for (String text : texts) {
      boolean isData = text.equals(Columns.DATA);
      Column content = isData ? to_json(col(text)) : col(text);
      mentions = mentions.or(mentions(content));
      set.put(text, isData ? parse_json(without(content)) : without(content));
    }
    parts.add(new Part(table, theirs, mentions, set));
  }

  private Column mentioned(String... texts) {
    Column any = lit(false);
    for (String text : texts) {
      any = any.or(mentions(col(text)));
    }
    return any;
  }

  private Column mentions(Column text) {
    return People.is(text, (UDF1<String, Boolean>) names::mentions);
  }

  private Column without(Column text) {
    Names all = names;
    return udf((UDF1<String, String>) all::without, DataTypes.StringType)
        .withName("nameless")
        .apply(text);
  }

  /** What there is to remove, table by table; deliveries aside. */
  List<Rows> plan() {
    return parts.stream().map(this::rows).toList();
  }

  private Rows rows(Part part) {
    Row counted =
        warehouse
            .read(part.table())
            .agg(count_if(part.theirs()), count_if(not(part.theirs()).and(part.mentions())))
            .first();
    return new Rows(part.table(), counted.getLong(0), counted.getLong(1));
  }

  /** The dates of malicious events and alerts that change. */
  NavigableSet<LocalDate> shipped() {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    for (Part part : parts) {
      if (part.table() == Table.MALICIOUS_EVENTS || part.table() == Table.ALERTS) {
        dates.addAll(warehouse.dates(part.table(), part.theirs().or(part.mentions())));
      }
    }
    return dates;
  }

  /** How many deliveries were of their events. */
  long deliveries() {
    return theirDeliveries().count();
  }

  private Dataset<Row> theirDeliveries() {
    Column theirs = People.is(col(Columns.ACTOR), (UDF1<String, Boolean>) names::are);
    Dataset<Row> events =
        warehouse.read(Table.ANOMALIES).where(theirs).select(Columns.EVENT_ID).distinct();
    return warehouse
        .read(Table.DELIVERIES)
        .join(events, new String[] {Columns.EVENT_ID}, "left_semi");
  }

  /** Does one table's part. */
  void remove(Rows rows) {
    Part part = parts.stream().filter(of -> of.table() == rows.table()).findFirst().orElseThrow();
    if (part.table() == Table.ANOMALIES && deliveries() > 0) {
      // By the anomalies it is known whose they are.
      warehouse.deleteMatching(
          Table.DELIVERIES, theirDeliveries(), "shipper", Columns.EVENT_ID, Columns.EVENT_DATE);
    }
    if (rows.removed() > 0) {
      warehouse.delete(part.table(), part.theirs());
    }
    if (rows.cleared() > 0) {
      warehouse.update(part.table(), part.mentions(), part.set());
    }
  }
}
