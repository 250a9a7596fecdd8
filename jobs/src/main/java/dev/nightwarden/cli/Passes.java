package dev.nightwarden.cli;

import dev.nightwarden.night.HeldException;
import dev.nightwarden.night.ShortfallException;
import dev.nightwarden.plugin.IllegalKeyException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same again and again, each time so long after the last began, until it is stopped.
 *
 * <p>A pass that fails is tried again, after twice the time with each failure; one that finds the
 * warehouse held by another run has not failed.
 */
final class Passes {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Logger log = LoggerFactory.getLogger(Passes.class);

  private final Duration every;
  private final int mostFailures;
  private final Function<Throwable, String> described;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param every from the start of a pass to that of the next
   * @param mostFailures after so many in a row it gives up
   * @param described what is logged of a failure
   */
  Passes(Duration every, int mostFailures, Function<Throwable, String> described) {
    this.every = every;
    this.mostFailures = mostFailures;
    this.described = described;
  }

  /** Lets the pass that is going on be the last. */
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Runs until it is stopped.
   *
   * @throws Exception what the last pass threw, where too many failed in a row, or a setting turned
   *     out to be wrong
   */
  void run(Callable<?> pass) throws Exception {
    int failures = 0;
    while (!isStopped()) {
      long start = System.nanoTime();
      Duration wait = every;
      try {
        pass.call();
        failures = 0;
      } catch (HeldException e) {
        log.info("This pass is left out: {}", e.getMessage());
      } catch (ShortfallException e) {
        // All else was done, and what could not be is told again by each pass that meets it.
        failures = 0;
        log.error("{}", described.apply(e));
      } catch (IllegalKeyException e) {
        throw e;
      } catch (Exception e) {
        failures++;
        if (failures >= mostFailures) {
          log.error("Gives up after {} failed passes in a row", failures);
          throw e;
        }
        wait = waitAfter(failures);
        log.error(
            "Failure {} of {} in a row; tries again in {} seconds: {}",
            failures,
            mostFailures,
            wait.toSeconds(),
            described.apply(e));
      }
      Duration rest = wait.minusNanos(System.nanoTime() - start);
      if (!rest.isNegative() && stopped.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** From the start of a pass that failed to the next. */
  Duration waitAfter(int failures) {
    Duration longer = every.multipliedBy(1L << Math.min(failures, 20));
    Duration longest = every.compareTo(LONGEST_WAIT) > 0 ? every : LONGEST_WAIT;
    return longer.compareTo(longest) < 0 ? longer : longest;
  }
}
