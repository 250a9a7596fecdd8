package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final LocalDate FIRST = LocalDate.parse("2001-01-01");

  @Test
  void saysItsDatesInWords() {
    assertEquals("from 2001-01-01 to 2001-01-02", between(FIRST.plusDays(1)));
    assertEquals("on 2001-01-01", between(FIRST));
    assertEquals("from 2001-01-01 on", between(null));
  }

  private static String between(LocalDate to) {
    return new Request(Job.COLLECT, FIRST, to).between();
  }
}
