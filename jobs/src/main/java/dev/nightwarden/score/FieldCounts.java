package dev.nightwarden.score;

/** What is known of one field of one actor: how often each value, any value and none was seen. */
final class FieldCounts implements AutoCloseable {
  private final ValueCounts values;
  private long total;
  private long distinct;
  private long missing;

  /**
   * @param memory what the values may take in memory, in bytes
   */
  FieldCounts(long memory) {
    values = new ValueCounts(memory);
  }

  /**
   * Counts a value, which may be null.
   *
   * @param weight how often; negative takes it away again
   * @return how often it was counted before
   */
  long add(String value, long weight) {
    long before = value == null ? missing : values.add(value, weight);
    if (value == null) {
      missing += weight;
    }
    total += weight;
    distinct += (before + weight > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    return before;
  }

  long total() {
    return total;
  }

  long distinct() {
    return distinct;
  }

  long missing() {
    return missing;
  }

  @Override
  public void close() {
    values.close();
  }
}
