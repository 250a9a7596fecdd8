package dev.nightwarden.ship;

import dev.nightwarden.value.Unforeseen;
import java.util.Map;
import java.util.stream.Collectors;

/** Some shippers failed; the others were tried. The message names each and says why. */
public final class ShipException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_REASON = 2000;

  private final transient ShipResult result;

  ShipException(Map<String, Exception> failures, ShipResult result) {
    super(
        failures.entrySet().stream()
            .map(failure -> "shippers." + failure.getKey() + ": " + reason(failure.getValue()))
            .collect(Collectors.joining("\n")),
        failures.values().iterator().next());
    failures.values().stream().skip(1).forEach(this::addSuppressed);
    this.result = result;
  }

  /** What was shipped all the same. */
  public ShipResult result() {
    return result;
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (Unforeseen.is(failure)) {
      message = Unforeseen.kindAndPlace(failure) + ": " + failure.getMessage();
    }
    // Spark's messages go on for pages.
    return EscapedText.text(message.strip().lines().findFirst().orElse(""), MAX_REASON);
  }
}
