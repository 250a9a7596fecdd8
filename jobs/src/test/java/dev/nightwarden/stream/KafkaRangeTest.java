package dev.nightwarden.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaRangeTest {
  @Test
  void eachPartitionGetsItsShareAndAtLeastOneRecord() {
    List<KafkaRange> ranges = List.of(range(0, 100, 1_100), range(1, 0, 500), range(2, 5, 6));

    assertEquals(
        List.of(range(0, 100, 199), range(1, 0, 49), range(2, 5, 6)), KafkaRange.cut(ranges, 150));
    assertSame(ranges, KafkaRange.cut(ranges, 1_501));
    assertEquals(List.of(range(0, 7, 7)), KafkaRange.cut(List.of(range(0, 7, 7)), 1));
  }

  private static KafkaRange range(int partition, long from, long until) {
    return new KafkaRange(new TopicPartition("t", partition), from, until);
  }
}
