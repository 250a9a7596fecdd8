package dev.nightwarden.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.pipeline.StageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FailureTest {
  @Test
  void whatJavaSaysOfAMistakeComesWithItsStepKindAndPlace() {
    tells(
        () -> List.of(1, 2).subList(0, 2).subList(2, 1),
        "IllegalArgumentException in FailureTest\\.java:\\d+: fromIndex\\(2\\) > toIndex\\(1\\)");
    tells(() -> List.of().get(0), "\\w*IndexOutOfBoundsException in FailureTest\\.java:\\d+: .*");
    tells(() -> Optional.empty().orElseThrow(), "NoSuchElementException in FailureTest.*");
    tells(() -> Integer.parseInt("x7"), "NumberFormatException in FailureTest.*: For input .*");
    tells(() -> nothing().isEmpty(), "NullPointerException in FailureTest.*");
    tells(() -> forEver(0), "StackOverflowError in FailureTest.*");
  }

  private static int forEver(int n) {
    return n < 0 ? n : forEver(n + 1) + 1;
  }

  private static String nothing() {
    return null;
  }

  private static void tells(Executable mistake, String pattern) {
    Throwable thrown = assertThrows(Throwable.class, mistake);
    assertTrue(Failure.isUnforeseen(thrown));
    String alone = describe(thrown);
    assertTrue(alone.matches(pattern + "; -v and --log-file show the stack"), alone);
    String ofStep = describe(new StageException("the stage report failed unexpectedly", thrown));
    assertEquals("the stage report failed unexpectedly; caused by: " + alone, ofStep);
  }

  @Test
  void whatWeSayOurselvesStaysAsItIs() {
    for (Exception said :
        List.of(
            new IllegalStateException("the table runs is damaged"),
            new IllegalArgumentException("--from is after --to"),
            new IllegalArgumentException("no number", new NumberFormatException("no number")))) {
      assertFalse(Failure.isUnforeseen(said));
      assertEquals(said.getMessage(), describe(said));
    }
  }

  @Test
  void aMessageThatIsButAPathSaysOfWhatKindItIs() {
    assertEquals("NoSuchFileException: /data/x", describe(new NoSuchFileException("/data/x")));
    assertEquals("IOException", describe(new IOException()));
  }

  private static String describe(Throwable error) {
    return Failure.describe(error, UnaryOperator.identity());
  }
}
