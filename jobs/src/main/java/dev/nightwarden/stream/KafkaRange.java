package dev.nightwarden.stream;

import org.apache.kafka.common.TopicPartition;

/**
 * What is to be read of a partition.
 *
 * @param from the first offset
 * @param until the offset after the last
 */
record KafkaRange(TopicPartition partition, long from, long until) {
  long records() {
    return until - from;
  }

  /**
   * The ranges cut to a number of records together: each to its share, at least one record.
   *
   * @param longest how many records together
   */
  static java.util.List<KafkaRange> cut(java.util.List<KafkaRange> ranges, long longest) {
    long all = ranges.stream().mapToLong(KafkaRange::records).sum();
    if (all <= longest) {
      return ranges;
    }
    return ranges.stream()
        .map(
            range -> {
              double share = (double) longest / all;
              long records =
                  Math.max(Math.min(1, range.records()), (long) (range.records() * share));
              return new KafkaRange(range.partition, range.from, range.from + records);
            })
        .toList();
  }
}
