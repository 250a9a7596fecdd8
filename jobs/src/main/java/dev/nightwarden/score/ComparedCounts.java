package dev.nightwarden.score;

import dev.nightwarden.predictive.Crowd;
import dev.nightwarden.predictive.OwnValues;
import dev.nightwarden.predictive.OwnValues.OwnValue;
import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.predictive.Tail;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of one field of one actor, and of what others showed of its values. Days are days
 * since 1970, in order.
 */
final class ComparedCounts implements AutoCloseable {
  /** Stands for a missing value: no canonical JSON is empty. */
  private static final String MISSING = "";

  private final SpilledMap<Shown> values;
  private final OwnValues own = new OwnValues();
  private final List<String> newToday = new ArrayList<>();
  private int day = Integer.MIN_VALUE;
  private long missing;

  /**
   * @param memory what the values may take in memory, in bytes
   */
  ComparedCounts(long memory) {
    values = new SpilledMap<>(Shown.FORM, memory);
  }

  /** Of a value: how often it was counted, and how many others showed it before the day. */
  static final class Shown {
    private static final SpilledMap.Form<Shown> FORM =
        new SpilledMap.Form<>() {
          @Override
          public byte[] write(Shown known) {
            return ByteBuffer.allocate(2 * Long.BYTES + 4 * Integer.BYTES)
                .putLong(known.count)
                .putLong(known.today)
                .putInt(known.day)
                .putInt(known.peers)
                .putInt(known.others)
                .putInt(known.newcomers)
                .array();
          }

          @Override
          public Shown read(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Shown known = new Shown();
            known.count = buffer.getLong();
            known.today = buffer.getLong();
            known.day = buffer.getInt();
            known.peers = buffer.getInt();
            known.others = buffer.getInt();
            known.newcomers = buffer.getInt();
            return known;
          }
        };

    private long count;
    private long today;
    private int day;
    private int peers;
    private int others;
    private int newcomers;

    private OwnValue on(int at) {
      return new OwnValue(count, peers, others, count - (day == at ? today : 0) > 0);
    }

    long count() {
      return count;
    }

    int peers() {
      return peers;
    }

    int others() {
      return others;
    }

    int newcomers() {
      return newcomers;
    }
  }

  /** Counts a value of days before, which may be null. */
  void add(String value, long weight, int at) {
    turn(at);
    String key = key(value);
    Shown known = known(key);
    own.add(known.on(day), -1);
    known.count += weight;
    own.add(known.on(day), 1);
    missing += value == null ? weight : 0;
    values.changed(key, known);
  }

  /** Notes how many showed a value before a day. */
  void others(String value, int peers, int others, int newcomers, int at) {
    turn(at);
    String key = key(value);
    Shown known = known(key);
    own.add(known.on(day), -1);
    known.peers = peers;
    known.others = others;
    known.newcomers = newcomers;
    own.add(known.on(day), 1);
    values.changed(key, known);
  }

  /** What is known of a value before a message of a day. */
  Shown before(String value, int at) {
    turn(at);
    return known(key(value));
  }

  /** Counts a value that a message shows. */
  void show(String value, Shown known) {
    own.add(known.on(day), -1);
    if (known.day != day) {
      known.day = day;
      known.today = 0;
    }
    if (known.count == 0) {
      newToday.add(key(value));
    }
    known.count++;
    known.today++;
    own.add(known.on(day), 1);
    missing += value == null ? 1 : 0;
    values.changed(key(value), known);
  }

  /**
   * The probability of a value that is no likelier: in (0, 1].
   *
   * @param peers how many peers there are
   * @param isWithoutPeers whether everybody stands for them
   */
  double tail(Shown known, Parameters parameters, Crowd crowd, int peers, boolean isWithoutPeers) {
    Tail tail = new Tail(parameters, own, crowd, isWithoutPeers);
    boolean isOneCause = known.newcomers > 0;
    return tail.of(
        known.on(day),
        isOneCause ? Math.min(known.newcomers, peers) : known.peers,
        isOneCause ? known.newcomers : known.others);
  }

  long total() {
    return own.total();
  }

  long distinct() {
    return own.distinct();
  }

  long missing() {
    return missing;
  }

  /** What was new on the day before is known from now on. */
  private void turn(int at) {
    if (at == day) {
      return;
    }
    for (String key : newToday) {
      Shown known = values.get(key);
      own.add(known.on(day), -1);
      own.add(known.on(at), 1);
    }
    newToday.clear();
    day = at;
  }

  private Shown known(String key) {
    Shown known = values.get(key);
    if (known == null) {
      known = new Shown();
      known.day = Integer.MIN_VALUE;
      values.put(key, known);
    }
    return known;
  }

  private static String key(String value) {
    return value == null ? MISSING : value;
  }

  @Override
  public void close() {
    values.close();
  }
}
