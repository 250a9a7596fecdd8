package dev.nightwarden.score;

import dev.nightwarden.observe.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Passes once over the entries of actors, one actor after the other and each in order, and says of
 * each message what the entries before it knew of its values. It holds the counts of one actor.
 */
final class RunningCounts implements MapPartitionsFunction<Row, Row> {
  /** One message: its values by the position of their field, and what was known of each. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          profile STRING, actor STRING, transport STRING, message_id STRING, micros BIGINT,
          values ARRAY<STRING>, seen ARRAY<BIGINT>, total ARRAY<BIGINT>, distinct ARRAY<BIGINT>,
          missing ARRAY<BIGINT>
          """);

  private static final long serialVersionUID = 1;
  private static final int PROFILE = 0;
  private static final int ACTOR = 1;
  private static final int MICROS = 2;
  private static final int TRANSPORT = 4;
  private static final int MESSAGE_ID = 5;
  private static final int FIELD = 6;
  private static final int VALUES = 7;
  private static final int WEIGHT = 8;

  /** What the counts of one actor may take in memory, in bytes, before they go to disk. */
  private static final long MEMORY = 64L << 20;

  private final Map<String, List<String>> fields = new HashMap<>();
  private final long memory;

  RunningCounts(Collection<Profile> profiles) {
    this(profiles, MEMORY);
  }

  RunningCounts(Collection<Profile> profiles, long memory) {
    profiles.forEach(p -> fields.put(p.name(), new ArrayList<>(p.fields().keySet())));
    this.memory = memory;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> entries) {
    Pass pass = new Pass(entries);
    if (TaskContext.get() != null) {
      TaskCompletionListener close = task -> pass.close();
      TaskContext.get().addTaskCompletionListener(close);
    }
    return pass;
  }

  private final class Pass implements Iterator<Row> {
    private final Iterator<Row> entries;
    private String profile;
    private String actor;
    private List<String> names;
    private FieldCounts[] counts = {};
    private Row next;

    Pass(Iterator<Row> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      while (next == null && entries.hasNext()) {
        Row entry = entries.next();
        turnTo(entry.getString(PROFILE), entry.getString(ACTOR));
        if (entry.isNullAt(FIELD)) {
          next = observed(entry);
        } else {
          int field = names.indexOf(entry.getString(FIELD));
          if (field >= 0) {
            counts[field].add((String) entry.getList(VALUES).get(0), entry.getLong(WEIGHT));
          }
        }
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = null;
      return row;
    }

    private void turnTo(String ofProfile, String ofActor) {
      if (ofActor.equals(actor) && ofProfile.equals(profile)) {
        return;
      }
      close();
      profile = ofProfile;
      actor = ofActor;
      names = fields.get(profile);
      counts = new FieldCounts[names.size()];
      for (int field = 0; field < counts.length; field++) {
        counts[field] = new FieldCounts(memory / counts.length);
      }
    }

    private Row observed(Row message) {
      List<String> values = message.getList(VALUES);
      long[] seen = new long[counts.length];
      long[] total = new long[counts.length];
      long[] distinct = new long[counts.length];
      long[] missing = new long[counts.length];
      for (int field = 0; field < counts.length; field++) {
        FieldCounts known = counts[field];
        total[field] = known.total();
        distinct[field] = known.distinct();
        missing[field] = known.missing();
        seen[field] = known.add(values.get(field), 1);
      }
      return RowFactory.create(
          message.get(PROFILE),
          message.get(ACTOR),
          message.get(TRANSPORT),
          message.get(MESSAGE_ID),
          message.get(MICROS),
          message.get(VALUES),
          seen,
          total,
          distinct,
          missing);
    }

    void close() {
      for (FieldCounts field : counts) {
        field.close();
      }
      counts = new FieldCounts[0];
    }
  }
}
