package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.feature.Records;
import dev.nightwarden.table.Columns;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the records of each key in order, once. For each wanted date a watch of its own sees the
 * records of that date and of {@code lookback} days before, and no others: so what it finds does
 * not depend on which dates are asked for beside it. Nothing of a key is held but its watches, of
 * which there are at most {@code lookback + 1} at a time.
 *
 * @param days the wanted dates, as days since 1970
 */
record Scan(TreeSet<Integer> days, int lookback, Watches watches)
    implements MapPartitionsFunction<Row, Row> {
  /** The first column of a record that is the caller's. */
  static final int VALUES = 4;

  private static final int KEY = 0;
  private static final int DAY = 1;
  private static final int TIME = 2;
  private static final int MARK = 3;

  private static final StructType MARK_TYPE =
      new StructType()
          .add(Suspects.MICROS, DataTypes.LongType)
          .add(Columns.MESSAGE_ID, DataTypes.StringType)
          .add(Columns.TRANSPORT, DataTypes.StringType)
          .add(Suspects.DAY, DataTypes.IntegerType)
          .add(Columns.ACTOR, DataTypes.StringType);

  /** How to make a watch, fit to be sent to an executor. */
  interface Watches extends Supplier<Watch>, Serializable {}

  /** Sees the records of one key up to one date. */
  interface Watch {
    /**
     * The next record: {@link #time}, {@link #mark}, and the caller's columns from {@link #VALUES}.
     *
     * @param isWanted whether it is of the date that the watch is for
     */
    void see(Row row, boolean isWanted, Consumer<Hit> hits);

    /** There are no more. */
    void end(Consumer<Hit> hits);
  }

  /**
   * What was found.
   *
   * @param anchor the {@link #mark} of the record that stands for it, of the wanted date
   * @param actor null for the record's own
   * @param figures in the order of their names
   */
  record Hit(Row anchor, String actor, List<String> figures) {}

  /**
   * The suspects that watches find.
   *
   * @param key whose records belong together (text); those without are passed over
   * @param time what they are ordered by (timestamp) on each date; those without are passed over
   * @param values what the watch reads of a record
   * @param figures the names of what it finds
   */
  static Dataset<Row> suspects(
      Records records,
      Column key,
      Column time,
      int lookback,
      List<Column> values,
      List<String> figures,
      Watches watches) {
    List<Column> columns = new ArrayList<>();
    columns.add(key.as("key"));
    columns.add(Suspects.day().as("day"));
    columns.add(unix_micros(time).as("time"));
    columns.add(Suspects.mark().as("mark"));
    for (int i = 0; i < values.size(); i++) {
      columns.add(values.get(i).as("value" + i));
    }
    // Keys begin alike, and a sort compares the first eight bytes without looking at the row.
    columns.add(xxhash64(key).as("hash"));
    Column[] by = lookback == 0 ? new Column[] {col("key"), col("day")} : new Column[] {col("key")};
    StructType found = new StructType().add("anchor", MARK_TYPE).add("actor", DataTypes.StringType);
    Map<String, Column> named = new LinkedHashMap<>();
    for (int i = 0; i < figures.size(); i++) {
      found = found.add("figure" + i, DataTypes.StringType);
      named.put(figures.get(i), col("figure" + i));
    }
    Dataset<Row> hits =
        records
            .rows()
            .select(columns.toArray(Column[]::new))
            .where(col("key").isNotNull().and(col("time").isNotNull()))
            .repartition(by)
            .sortWithinPartitions(col("hash"), col("key"), col("day"), col("time"), col("mark"))
            .mapPartitions(
                new Scan(new TreeSet<>(Suspects.days(records)), lookback, watches),
                Encoders.row(found));
    return Suspects.of(hits, col("anchor"), col("actor"), named);
  }

  static long time(Row row) {
    return row.getLong(TIME);
  }

  static Row mark(Row row) {
    return row.getStruct(MARK);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Found(rows);
  }

  private final class Found implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final TreeMap<Integer, Watch> open = new TreeMap<>();
    private final ArrayDeque<Row> found = new ArrayDeque<>();
    private String key;

    Found(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (found.isEmpty() && rows.hasNext()) {
        read(rows.next());
      }
      if (found.isEmpty()) {
        close(Integer.MAX_VALUE);
      }
      return !found.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return found.remove();
    }

    private void read(Row row) {
      int day = row.getInt(DAY);
      if (!row.getString(KEY).equals(key)) {
        close(Integer.MAX_VALUE);
        key = row.getString(KEY);
      }
      close(day);
      for (int date : days.subSet(day, true, day + lookback, true)) {
        open.computeIfAbsent(date, any -> watches.get()).see(row, date == day, this::add);
      }
    }

    /** Ends the watches for dates before a day. */
    private void close(int day) {
      while (!open.isEmpty() && open.firstKey() < day) {
        open.pollFirstEntry().getValue().end(this::add);
      }
    }

    private void add(Hit hit) {
      List<Object> values = new ArrayList<>();
      values.add(hit.anchor());
      values.add(hit.actor());
      values.addAll(hit.figures());
      found.add(RowFactory.create(values.toArray()));
    }
  }
}
