package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");

  @Test
  void aPartIsFullBeforeTheNextBeginsAndALargeDateIsAPartOfItsOwn() {
    Map<LocalDate, Long> bytes = days(40, 60, 1, 250, 1, 1);

    assertEquals(
        List.of("2025-03-01 2025-03-02", "2025-03-03", "2025-03-04", "2025-03-05 2025-03-06"),
        words(Parts.cut(bytes, 100)));
  }

  @Test
  void partsHoldEachDateOnceInOrderAndNoMoreThanTheyMay() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      long[] sizes = random.longs(1 + random.nextInt(20), 1, 50).toArray();
      Map<LocalDate, Long> bytes = days(sizes);
      long most = 1L + random.nextInt(120);

      List<NavigableSet<LocalDate>> parts = Parts.cut(bytes, most);

      List<LocalDate> all = new ArrayList<>();
      parts.forEach(all::addAll);
      assertEquals(List.copyOf(bytes.keySet()), all);
      for (NavigableSet<LocalDate> part : parts) {
        long held = part.stream().mapToLong(bytes::get).sum();
        assertEquals(true, held <= most || part.size() == 1, () -> part + ": " + held);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1 second",
    "119, 119 seconds",
    "120, 2 minutes",
    "7199, 119 minutes",
    "7200, 2 hours"
  })
  void timeIsToldInItsGreatestUnit(long seconds, String words) {
    assertEquals(words, Parts.words(Duration.ofSeconds(seconds)));
  }

  private static Map<LocalDate, Long> days(long... sizes) {
    Map<LocalDate, Long> bytes = new TreeMap<>();
    for (int day = 0; day < sizes.length; day++) {
      bytes.put(FIRST.plusDays(day), sizes[day]);
    }
    return bytes;
  }

  private static List<String> words(List<NavigableSet<LocalDate>> parts) {
    return parts.stream()
        .map(part -> part.stream().map(LocalDate::toString).collect(Collectors.joining(" ")))
        .toList();
  }
}
