package dev.nightwarden.evaluate;

import java.util.Locale;

/**
 * A figure, and between what it lies in 95 of 100 samples of the same kind.
 *
 * @param value what was seen; NaN where there was nothing to see
 */
public record Interval(double low, double value, double high) {
  /** For people: {@code 0.83 (0.71 to 0.93)}. */
  String words() {
    return Double.isNaN(value)
        ? "-"
        : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", value, low, high);
  }
}
