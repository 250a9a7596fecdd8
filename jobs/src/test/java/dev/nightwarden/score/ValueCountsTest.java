package dev.nightwarden.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCountsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 5_000, Long.MAX_VALUE})
  void countsTheSameInMemoryAndOnDisk(long memory) {
    Random random = new Random(memory);
    Map<String, Long> expected = new HashMap<>();
    try (ValueCounts counts = new ValueCounts(memory)) {
      for (int i = 0; i < 2_000; i++) {
        String value = "\"\uD83D\uDE80" + random.nextInt(200) + "\"";
        long weight = random.nextInt(5) - 1L;
        assertEquals(expected.getOrDefault(value, 0L), counts.add(value, weight));
        expected.merge(value, weight, Long::sum);
      }
    }
  }

  @Test
  void takesBackWhatLeftTheHistory() {
    try (FieldCounts field = new FieldCounts(0)) {
      field.add("\"a\"", 2);
      field.add(null, 1);
      assertEquals(2, field.distinct());

      assertEquals(2, field.add("\"a\"", -2));

      assertEquals(1, field.distinct());
      assertEquals(1, field.total());
      assertEquals(1, field.missing());
      assertEquals(0, field.add("\"a\"", 1));
      assertEquals(2, field.distinct());
    }
  }
}
