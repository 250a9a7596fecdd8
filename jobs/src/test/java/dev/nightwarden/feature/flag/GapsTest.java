package dev.nightwarden.feature.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1000",
    "1004, 1000",
    "1005, 1010",
    "60449999, 60400000",
    "60450000, 60500000",
    "86400000000, 86400000000",
    "9995, 10000"
  })
  void lengthsHaveThreeDigits(long micros, long rounded) {
    assertEquals(rounded, Gaps.rounded(micros));
  }

  @Test
  void requestsCloseToTheOneBeforeBelongToItsVisit() {
    Gaps gaps = new Gaps(10);

    assertEquals(-1, gaps.next(100));
    assertEquals(-1, gaps.next(109), "9 after the first");
    assertEquals(-1, gaps.next(118), "9 after the second, though 18 after the first");
    assertEquals(28, gaps.next(128), "from the start of one visit to that of the next");
    assertEquals(10, gaps.next(138));
  }

  @Test
  void aQuartileIsTheGapOfItsRank() {
    Gaps gaps = new Gaps(0);
    for (long gap : new long[] {5, 1, 4, 2, 3, 3, 3, 9}) {
      gaps.count(gap);
    }
    // Sorted: 1 2 3 3 3 4 5 9; ranks 2, 4 and 6.
    assertEquals(2, gaps.quartile(1));
    assertEquals(3, gaps.quartile(2));
    assertEquals(4, gaps.quartile(3));
    assertEquals(3, gaps.mostCommon(10));
    assertEquals(1, gaps.mostCommon(3), "of the shorter ones, the shortest of equals");
    assertEquals(-1, gaps.mostCommon(1));
  }

  @Test
  void aMedianOfCountsIsTheMiddleOrBetweenTheTwo() {
    assertEquals(2, Burst.median(new TreeMap<>(Map.of(1L, 1L, 2L, 1L, 9L, 1L))));
    assertEquals(1.5, Burst.median(new TreeMap<>(Map.of(1L, 2L, 2L, 1L, 9L, 1L))));
    assertNull(Burst.median(new TreeMap<>(Map.of(4L, 0L))));
  }
}
