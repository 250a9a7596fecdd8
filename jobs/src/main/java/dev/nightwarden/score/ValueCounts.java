package dev.nightwarden.score;

import java.nio.ByteBuffer;

/** How often each of many values was counted. */
final class ValueCounts implements AutoCloseable {
  private static final SpilledMap.Form<Count> FORM =
      new SpilledMap.Form<>() {
        @Override
        public byte[] write(Count known) {
          return ByteBuffer.allocate(Long.BYTES).putLong(known.amount).array();
        }

        @Override
        public Count read(byte[] bytes) {
          return new Count(ByteBuffer.wrap(bytes).getLong());
        }
      };

  private final SpilledMap<Count> counts;

  private static final class Count {
    private long amount;

    Count(long amount) {
      this.amount = amount;
    }
  }

  /**
   * @param memory how many bytes the values may take, as far as can be told
   */
  ValueCounts(long memory) {
    counts = new SpilledMap<>(FORM, memory);
  }

  /** Adds a weight, which may be negative, to a value's count and returns the count before. */
  long add(String value, long weight) {
    Count count = counts.get(value);
    if (count == null) {
      counts.put(value, new Count(weight));
      return 0;
    }
    long before = count.amount;
    count.amount += weight;
    counts.changed(value, count);
    return before;
  }

  @Override
  public void close() {
    counts.close();
  }
}
