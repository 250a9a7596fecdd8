package dev.nightwarden.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void guessesTheNameWithTheFewestChangesAndTheFirstOfEquals() {
    assertEquals(Optional.of("decay"), Nearest.to("decoy", List.of("weight", "decay", "delay")));
    assertEquals(Optional.of("weight"), Nearest.to("wieght", List.of("height", "weight")));
    assertEquals(Optional.of("delay"), Nearest.to("delat", List.of("delay", "delas")));
    assertEquals(Optional.of("warm_up"), Nearest.to("warmUp", List.of("warm", "warm_up")));
  }

  @Test
  void guessesNothingWhereMoreThanAThirdWouldChange() {
    assertEquals(Optional.of("abcdef"), Nearest.to("abcdxx", List.of("abcdef")));
    assertEquals(Optional.empty(), Nearest.to("abcxxx", List.of("abcdef")));
    assertEquals(Optional.of("ab"), Nearest.to("a", List.of("ab")), "one change is always allowed");
    assertEquals(Optional.empty(), Nearest.to("a", List.of("abc")));
    assertEquals(Optional.empty(), Nearest.to("__", List.of("a")));
    assertEquals(Optional.empty(), Nearest.to("a".repeat(65), List.of("a".repeat(64))));
  }

  @Test
  void hintsListWhatIsKnown() {
    assertEquals(
        "; did you mean decay? keys: [weight, decay]",
        Nearest.hint("decoy", List.of("weight", "decay"), "keys"));
    assertEquals("; keys: [weight]", Nearest.hint(null, List.of("weight"), "keys"));
  }
}
