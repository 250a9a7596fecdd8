package dev.nightwarden.amounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AmountTailTest {
  private static AmountLevel peers(double figure, int days) {
    return new AmountLevel(
        days,
        DaySums.of(Collections.nCopies(days, figure)),
        new TreeMap<>(Map.of(TailFit.bin(DaySums.log(figure)), (long) days)),
        figure,
        "bob",
        figure);
  }

  @Test
  void aCountIsAsSurprisingAsItsNegativeBinomialDistributionSays() {
    AmountTail tail =
        new AmountTail(
            AmountKind.COUNT, AmountFit.of(1, 1), peers(2, 20), Collections.nCopies(20, 2.0));

    // With mean 2 and dispersion 1 it is geometric: one in 3 is 0, and (2/3)^10 reach 10.
    assertEquals(-10 * Math.log(2 / 3.0), tail.surprise(10), 1e-9);
    // The share of that surprise where nothing is fitted; 20 own days; of 20 days of peers none.
    double own = .05 * Math.exp(-(-10 * Math.log(2 / 3.0) - 1.645) / .4);
    double all = .05 * Math.exp(-(Math.log(11) - 1.645) / .4);
    assertEquals((20 * own + 5 * (5 * all / 25)) / 25, tail.of(10), 1e-12);
  }

  @Test
  void aSumIsAsSurprisingAsItIsFarFromTheMeanOfTheLogarithms() {
    double usual = Math.exp(10) - 1;
    AmountTail tail =
        new AmountTail(
            AmountKind.SUM, AmountFit.of(1, 1), peers(usual, 20), Collections.nCopies(5, usual));

    // The five own days do not vary; five of the fit have variance 1: together 1/2.
    assertEquals(3 / Math.sqrt(.5), tail.surprise(Math.exp(13) - 1), 1e-9);
  }

  @Test
  void whatTheActorHasDoneBeforeIsNeverRare() {
    List<Double> own = new ArrayList<>(Collections.nCopies(30, 1.0));
    own.add(500.0);
    AmountTail tail = new AmountTail(AmountKind.COUNT, AmountFit.of(1, 1), peers(1, 100), own);

    assertTrue(tail.of(500) > .02, "once in 31 days: " + tail.of(500));
    assertTrue(tail.of(600) < 1e-3, "more than ever: " + tail.of(600));
  }

  @Test
  void whatPeersDoIsLessRareThanWhatNobodyDoes() {
    List<Double> own = Collections.nCopies(10, 3.0);
    AmountTail alike = new AmountTail(AmountKind.COUNT, AmountFit.of(1, 1), peers(60, 50), own);
    AmountTail alone = new AmountTail(AmountKind.COUNT, AmountFit.of(1, 1), peers(3, 50), own);

    assertTrue(alike.of(60) > 10 * alone.of(60), alike.of(60) + " and " + alone.of(60));
  }

  @Test
  void aGreaterFigureIsNeverLikelier() {
    Random random = new Random(7);
    List<AmountKind> kinds = List.of(AmountKind.values());
    for (int seed = 0; seed < 200; seed++) {
      AmountKind kind = kinds.get(random.nextInt(kinds.size()));
      List<Double> own = new ArrayList<>();
      for (int day = random.nextInt(60); day > 0; day--) {
        own.add((double) random.nextInt(1 + random.nextInt(1000)));
      }
      Map<Integer, Long> bins = new HashMap<>();
      int all = random.nextInt(400);
      for (int one = 0; one < all; one++) {
        bins.merge(TailFit.bin(Math.abs(random.nextGaussian() * 2)), 1L, Long::sum);
      }
      AmountFit fit =
          new AmountFit(
              .01 + 3 * random.nextDouble(),
              random.nextDouble(),
              TailFit.of(bins, all),
              TailFit.of(bins, all * 2L));
      AmountTail tail =
          new AmountTail(kind, fit, peers(random.nextInt(50), 1 + random.nextInt(90)), own);
      double before = 1;
      for (int figure = 1; figure < 3000; figure += 1 + figure / 5) {
        double now = tail.of(figure);
        assertTrue(now > 0 && now <= before * (1 + 1e-9), kind + " " + figure + ": " + now);
        before = now;
      }
    }
  }

  @Test
  void theShareOfANumberIsCountedAndBeyondTheTwentiethFollowsItsExcess() {
    Map<Integer, Long> bins = new HashMap<>();
    // 96 lie from 0 to 0.05, four from 2 to 2.05: these exceed 2 by 0.025.
    bins.put(TailFit.bin(0), 96L);
    bins.put(TailFit.bin(2), 4L);
    TailFit fit = TailFit.of(bins, 100);

    assertEquals(1, fit.share(0));
    assertEquals(.04, fit.share(1), 1e-12);
    assertEquals(.04, fit.share(2), 1e-12);
    // The mean excess is at least 0.2, as four alike say little of what lies beyond.
    assertEquals(.04 * Math.exp(-1), fit.share(2.2), 1e-12);
  }
}
