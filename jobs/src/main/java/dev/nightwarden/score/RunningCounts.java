package dev.nightwarden.score;

import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Known;
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
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
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
          field STRING, value STRING, seen BIGINT, total BIGINT, distinct BIGINT, missing BIGINT,
          peer_group STRING, peers_seen INT, peers INT, others_seen INT, others INT, newcomers INT,
          ln_tail DOUBLE, learning BOOLEAN
          """);

  /** The columns of an entry. */
  static final int PROFILE = 0;

  static final int ACTOR = 1;
  static final int MICROS = 2;
  static final int KIND = 3;
  static final int TRANSPORT = 4;
  static final int MESSAGE_ID = 5;
  static final int FIELD = 6;
  static final int VALUES = 7;
  static final int WEIGHT = 8;
  static final int FIGURES = 9;
  private static final int GROUP = 10;

  private static final long serialVersionUID = 3;

  /** What the counts of one actor may take in memory, in bytes, before they go to disk. */
  private static final long MEMORY = 64L << 20;

  private final Map<String, Watched> profiles = new HashMap<>();
  private final boolean isOfUnusual;
  private final long memory;
  private final Broadcast<Known> known;

  /**
   * @param isOfUnusual whether values are left out of which a reporter says that they are usual
   * @param known of all others; null where no profile looks at them
   */
  RunningCounts(Collection<Profile> profiles, boolean isOfUnusual, Broadcast<Known> known) {
    this(profiles, isOfUnusual, known, MEMORY);
  }

  RunningCounts(
      Collection<Profile> profiles, boolean isOfUnusual, Broadcast<Known> known, long memory) {
    profiles.forEach(profile -> this.profiles.put(profile.name(), Watched.of(profile)));
    this.isOfUnusual = isOfUnusual;
    this.known = known;
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
    private final List<ActorCounts> ofGroup = new ArrayList<>();
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
        ActorCounts counts = of(entry.getString(PROFILE), entry.getString(ACTOR));
        if (entry.getInt(KIND) == Entry.MESSAGE) {
          counts.observe(entry, observed);
        } else {
          counts.note(entry);
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

    private ActorCounts of(String profile, String actor) {
      for (ActorCounts counts : ofGroup) {
        if (counts.isOf(profile, actor)) {
          return counts;
        }
      }
      Watched watching = profiles.get(profile);
      ActorCounts counts =
          watching.looksAtOthers() && known != null
              ? new ComparedActor(watching, actor, known.value(), isOfUnusual, memory)
              : new LoneActor(watching, actor, isOfUnusual, memory);
      ofGroup.add(counts);
      return counts;
    }

    void close() {
      ofGroup.forEach(ActorCounts::close);
      ofGroup.clear();
    }
  }
}
