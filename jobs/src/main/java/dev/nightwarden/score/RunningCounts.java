package dev.nightwarden.score;

import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.KnownCounts;
import dev.nightwarden.reporter.Reporter;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Passes once over the entries of actors in the order {@link Entry#ORDER}, and says of each value
 * of each message what the entries before it knew of it. It holds the counts of the actors of one
 * hash: nearly always of one.
 */
final class RunningCounts implements MapPartitionsFunction<Row, Row> {
  /** One value of a message, and what was known of it. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          """
          profile STRING, actor STRING, transport STRING, message_id STRING, micros BIGINT,
          field STRING, value STRING, seen BIGINT, total BIGINT, distinct BIGINT, missing BIGINT
          """);

  private static final long serialVersionUID = 2;
  private static final int PROFILE = 0;
  private static final int ACTOR = 1;
  private static final int MICROS = 2;
  private static final int TRANSPORT = 4;
  private static final int MESSAGE_ID = 5;
  private static final int FIELD = 6;
  private static final int VALUES = 7;
  private static final int WEIGHT = 8;
  private static final int GROUP = 9;

  /** What the counts of one actor may take in memory, in bytes, before they go to disk. */
  private static final long MEMORY = 64L << 20;

  private final Map<String, List<Watched>> fields = new HashMap<>();
  private final boolean isOfUnusual;
  private final long memory;

  /**
   * @param isOfUnusual whether values are left out of which a reporter says that they are usual
   */
  RunningCounts(Collection<Profile> profiles, boolean isOfUnusual) {
    this(profiles, isOfUnusual, MEMORY);
  }

  RunningCounts(Collection<Profile> profiles, boolean isOfUnusual, long memory) {
    for (Profile profile : profiles) {
      List<Watched> watched = new ArrayList<>();
      profile.fields().forEach((name, field) -> watched.add(new Watched(name, field.reporter())));
      fields.put(profile.name(), watched);
    }
    this.isOfUnusual = isOfUnusual;
    this.memory = memory;
  }

  /** A field of a profile, and what scores its values. */
  private record Watched(String field, Reporter reporter) implements Serializable {}

  @Override
  public Iterator<Row> call(Iterator<Row> entries) {
    Pass pass = new Pass(entries);
    if (TaskContext.get() != null) {
      TaskCompletionListener close = task -> pass.close();
      TaskContext.get().addTaskCompletionListener(close);
    }
    return pass;
  }

  /** The counts of one actor. */
  private final class Counts implements AutoCloseable {
    private final String profile;
    private final String actor;
    private final List<Watched> watched;
    private final FieldCounts[] known;

    Counts(String profile, String actor) {
      this.profile = profile;
      this.actor = actor;
      watched = fields.get(profile);
      known = new FieldCounts[watched.size()];
      for (int field = 0; field < known.length; field++) {
        known[field] = new FieldCounts(memory / known.length);
      }
    }

    boolean isOf(String ofProfile, String ofActor) {
      return ofActor.equals(actor) && ofProfile.equals(profile);
    }

    void count(Row entry) {
      String name = entry.getString(FIELD);
      for (int field = 0; field < known.length; field++) {
        if (watched.get(field).field().equals(name)) {
          known[field].add((String) entry.getList(VALUES).get(0), entry.getLong(WEIGHT));
        }
      }
    }

    void observe(Row message, Queue<Row> observed) {
      List<String> values = message.getList(VALUES);
      for (int field = 0; field < known.length; field++) {
        FieldCounts counts = known[field];
        String value = values.get(field);
        long total = counts.total();
        long distinct = counts.distinct();
        long missing = counts.missing();
        long seen = counts.add(value, 1);
        Watched of = watched.get(field);
        if (isOfUnusual
            && of.reporter()
                .isUsual(new KnownCounts(value != null, seen, total, distinct, missing))) {
          continue;
        }
        observed.add(
            RowFactory.create(
                profile,
                actor,
                message.get(TRANSPORT),
                message.get(MESSAGE_ID),
                message.get(MICROS),
                of.field(),
                value,
                seen,
                total,
                distinct,
                missing));
      }
    }

    @Override
    public void close() {
      for (FieldCounts field : known) {
        field.close();
      }
    }
  }

  private final class Pass implements Iterator<Row> {
    private final Iterator<Row> entries;
    private final List<Counts> ofGroup = new ArrayList<>();
    private final Queue<Row> observed = new ArrayDeque<>();
    private long group;

    Pass(Iterator<Row> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      while (observed.isEmpty() && entries.hasNext()) {
        Row entry = entries.next();
        if (entry.getLong(GROUP) != group) {
          close();
          group = entry.getLong(GROUP);
        }
        Counts counts = of(entry.getString(PROFILE), entry.getString(ACTOR));
        if (entry.isNullAt(FIELD)) {
          counts.observe(entry, observed);
        } else {
          counts.count(entry);
        }
      }
      return !observed.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return observed.remove();
    }

    private Counts of(String profile, String actor) {
      for (Counts counts : ofGroup) {
        if (counts.isOf(profile, actor)) {
          return counts;
        }
      }
      Counts counts = new Counts(profile, actor);
      ofGroup.add(counts);
      return counts;
    }

    void close() {
      ofGroup.forEach(Counts::close);
      ofGroup.clear();
    }
  }
}
