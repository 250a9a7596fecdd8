package dev.nightwarden.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenMomentTest {
  private static final long EVENT =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2025-02-28T23:59:00.250Z"));

  /** A minute and a half later. */
  private static final long BY = 90_000_000;

  @ParameterizedTest
  @CsvSource({
    "2025-02-28T23:59:00.250Z, 2025-03-01T00:00:30.250Z",
    "2025-02-28 23:59:00, 2025-03-01 00:00:30",
    "2025-02-28T23:59:00.2500000Z, 2025-03-01T00:00:30.2500000Z",
    "'2025-02-28T23:59:00,250+0000', '2025-03-01T00:00:30,250+0000'",
    "2025-03-01T01:59:00+02:00, 2025-03-01T02:00:30+02:00",
    "Feb 28 23:59:00, Mar  1 00:00:30",
    "28/Feb/2025:18:59:00 -0500, 28/Feb/2025:19:00:30 -0500",
    "1740787140, 1740787230",
    "1740787140250, 1740787230250",
  })
  void isWrittenAnewInItsForm(String written, String moved) {
    Object again = WrittenMoment.moved(written, EVENT, BY);

    assertEquals(moved.replaceAll(" +", " "), again.toString().replaceAll(" +", " "));
  }

  @Test
  void numbersStayNumbers() {
    assertEquals(1_740_787_230L, WrittenMoment.moved(1_740_787_140L, EVENT, BY));
    assertEquals(1_740_787_230_250_000L, WrittenMoment.moved(1_740_787_140_250_000L, EVENT, BY));
    assertEquals(
        new BigDecimal("1740787230.25"),
        WrittenMoment.moved(new BigDecimal("1740787140.25"), EVENT, BY));
  }

  @Test
  void whatSaysNoTimeNearTheEventIsNone() {
    assertNull(WrittenMoment.moved("2024-02-28T23:59:00Z", EVENT, BY));
    assertNull(WrittenMoment.moved(17L, EVENT, BY));
    assertNull(WrittenMoment.moved("London", EVENT, BY));
    assertNull(WrittenMoment.moved("2025-02-30T23:59:00Z", EVENT, BY));
    assertFalse(WrittenMoment.isOne(true, EVENT));
  }

  @ParameterizedTest
  @CsvSource({
    "03/14/2025 09:30:11 PM, true",
    "14.03.2025 09:30:11, true",
    "'Friday, 14 March 2025 09:30', true",
    "2025-03-14T09:30:11Z, false",
    "Mar 14 09:30:11, false",
    "14/Mar/2025:18:59:00 -0500, false",
    "London, false",
    "2001:db8:3:14::25, false",
    "00:1b:44:11:3a:b7, false",
    "10.0.3.14:25, false",
  })
  void timesInOtherFormsAreToldFromOtherTexts(String text, boolean isUnread) {
    assertEquals(isUnread, WrittenMoment.isUnread(text));
  }
}
