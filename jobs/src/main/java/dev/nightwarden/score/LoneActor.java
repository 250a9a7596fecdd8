package dev.nightwarden.score;

import dev.nightwarden.reporter.KnownCounts;
import java.util.List;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The counts of one actor that is compared with nobody. */
final class LoneActor extends ActorCounts {
  private final FieldCounts[] known;

  LoneActor(Watched watched, String actor, boolean isOfUnusual, long memory) {
    super(watched, actor, isOfUnusual);
    known = new FieldCounts[fields.length];
    for (int field = 0; field < known.length; field++) {
      known[field] = new FieldCounts(memory / known.length);
    }
  }

  @Override
  void note(Row entry) {
    String name = entry.getString(RunningCounts.FIELD);
    for (int field = 0; field < known.length; field++) {
      if (fields[field].equals(name)) {
        known[field].add(
            (String) entry.getList(RunningCounts.VALUES).get(0),
            entry.getLong(RunningCounts.WEIGHT));
      }
    }
  }

  @Override
  void observe(Row message, Queue<Row> observed) {
    List<String> values = message.getList(RunningCounts.VALUES);
    for (int field = 0; field < known.length; field++) {
      FieldCounts counts = known[field];
      String value = values.get(field);
      long total = counts.total();
      long distinct = counts.distinct();
      long missing = counts.missing();
      long seen = counts.add(value, 1);
      if (isOfUnusual
          && reporters[field].isUsual(
              new KnownCounts(value != null, seen, total, distinct, missing))) {
        continue;
      }
      observed.add(
          RowFactory.create(
              profile,
              actor,
              message.get(RunningCounts.TRANSPORT),
              message.get(RunningCounts.MESSAGE_ID),
              message.get(RunningCounts.MICROS),
              fields[field],
              value,
              seen,
              total,
              distinct,
              missing,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null));
    }
  }

  @Override
  public void close() {
    for (FieldCounts field : known) {
      field.close();
    }
  }
}
