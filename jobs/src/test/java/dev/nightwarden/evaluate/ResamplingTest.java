package dev.nightwarden.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  /** Of so many samples of a known mean, about 95 of 100 intervals must hold it. */
  @Test
  void intervalsHoldTheTruth() {
    SplittableRandom random = new SplittableRandom(3);
    int held = 0;
    for (int sample = 0; sample < 200; sample++) {
      double[] values = random.doubles(60).map(each -> each < .3 ? 1 : 0).toArray();
      Interval interval = Resampling.mean(values);
      assertTrue(interval.low() <= interval.value() && interval.value() <= interval.high());
      held += interval.low() <= .3 && .3 <= interval.high() ? 1 : 0;
    }
    assertTrue(held >= 180 && held < 200, "held the mean in " + held + " of 200");
  }

  @Test
  void aRatioIsThatOfTheSums() {
    assertEquals(.5, Resampling.ratio(new double[] {1, 0, 1}, new double[] {1, 3, 0}).value());
    assertTrue(Double.isNaN(Resampling.ratio(new double[2], new double[2]).value()));
    assertTrue(Double.isNaN(Resampling.mean(new double[0]).value()));
  }

  /** 2 (1 + 10) / 1024, the exact two-sided tail of 1 of 10 at one half. */
  @Test
  void mcnemarIsExact() {
    assertEquals(22 / 1024.0, Resampling.mcnemar(1, 9), 1e-12);
    assertEquals(22 / 1024.0, Resampling.mcnemar(9, 1), 1e-12);
    assertEquals(1, Resampling.mcnemar(0, 0));
    assertEquals(1, Resampling.mcnemar(3, 3), 1e-12);
  }

  /** All signs alike: 2 of 1,024 ways are as far. */
  @Test
  void signFlipsFindAConstantDifference() {
    double[] ones = new double[10];
    Arrays.fill(ones, 1);

    assertEquals(2 / 1024.0, Resampling.signFlips(ones), 2e-3);
    assertEquals(1, Resampling.signFlips(new double[10]));
  }
}
