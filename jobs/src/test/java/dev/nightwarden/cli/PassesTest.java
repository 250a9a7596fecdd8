package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PassesTest {
  private final List<String> told = new ArrayList<>();
  private final Passes passes =
      new Passes(
          Duration.ofMillis(1),
          3,
          failure -> {
            told.add(failure.getMessage());
            return failure.getMessage();
          });

  @Test
  void passesFollowOneAnotherUntilTheyAreStopped() throws Exception {
    int[] done = new int[1];
    passes.run(
        () -> {
          done[0]++;
          if (done[0] == 5) {
            passes.stop();
          }
          return null;
        });

    assertEquals(5, done[0]);
  }

  @Test
  void aPassThatIsGoingOnIsTheLastAndEnds() throws Exception {
    List<String> steps = new ArrayList<>();
    passes.run(
        () -> {
          passes.stop();
          steps.add("after");
          return null;
        });

    assertEquals(List.of("after"), steps);
  }

  @Test
  void failuresInARowEndItAndOneThatSucceedsForgetsThem() {
    // S: succeeds, F: fails, H: held by another run, U: could not do all.
    ArrayDeque<String> plan = new ArrayDeque<>(List.of("F F S F H F U F F F S".split(" ")));
    IllegalStateException last =
        assertThrows(IllegalStateException.class, () -> passes.run(() -> step(plan)));

    assertEquals("failure 1 left", last.getMessage());
    assertEquals(1, plan.size());
    assertTrue(told.contains("could not"), told::toString);
  }

  @Test
  void aWrongSettingEndsItAtOnce() {
    assertThrows(
        dev.nightwarden.plugin.IllegalKeyException.class,
        () ->
            passes.run(
                () -> {
                  throw new dev.nightwarden.plugin.IllegalKeyException("key", "is wrong");
                }));
  }

  @Test
  void waitingDoublesUpToTenMinutes() {
    Passes slow = new Passes(Duration.ofSeconds(30), 10, Throwable::getMessage);

    assertEquals(Duration.ofMinutes(1), slow.waitAfter(1));
    assertEquals(Duration.ofMinutes(2), slow.waitAfter(2));
    assertEquals(Duration.ofMinutes(10), slow.waitAfter(9));
    assertEquals(Duration.ofMinutes(10), slow.waitAfter(1_000));
    assertEquals(
        Duration.ofHours(1),
        new Passes(Duration.ofHours(1), 10, Throwable::getMessage).waitAfter(3));
  }

  private static Object step(ArrayDeque<String> plan) throws Exception {
    String next = plan.remove();
    switch (next) {
      case "F" -> throw new IllegalStateException("failure %d left".formatted(plan.size()));
      case "H" -> throw dev.nightwarden.night.Thrown.held();
      case "U" -> throw dev.nightwarden.night.Thrown.shortfall("could not");
      default -> {
        return null;
      }
    }
  }
}
