package dev.nightwarden.amounts;

import dev.nightwarden.pipeline.Explained;
import dev.nightwarden.value.Amount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Amounts in words for a person. */
final class AmountText {
  private static final String[] BYTES = {"bytes", "KB", "MB", "GB", "TB", "PB", "EB"};

  private AmountText() {}

  /** Why a day is told: what it has, what the actor's own days had, and others. */
  static String reason(
      SeriesRow row, int day, double figure, List<Double> own, AmountLevel others, String group) {
    AmountSettings amount = row.series().amount();
    String actor = Explained.shown(row.actor());
    String compared =
        "%s %s: at most %s"
            .formatted(
                Amount.of(others.actors(), group.isEmpty() ? "other" : "peer"),
                group.isEmpty() ? "in all" : "(" + Explained.shown(group) + ")",
                figure(amount, others.most()));
    LocalDate date = LocalDate.ofEpochDay(day);
    if (amount.type() == AmountKind.SILENCE) {
      return "%s: %s is back on %s after %s without a message; before, at most %s in %s; %s"
          .formatted(
              row.amount(),
              actor,
              date,
              figure(amount, figure),
              figure(amount, most(own)),
              Amount.of(own.size(), "return"),
              compared);
    }
    return "%s: %s%s on %s; %s earlier %s of %s: median %s, most %s; %s"
        .formatted(
            row.amount(),
            figure(amount, figure),
            amount.per() == AmountSettings.Span.HOUR ? " in an hour" : "",
            date,
            own.size(),
            AmountSeries.isWeekend(day) ? "weekend days" : "weekdays",
            actor,
            figure(amount, median(own)),
            figure(amount, most(own)),
            compared);
  }

  static double most(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
  }

  /** A figure with its unit. */
  static String figure(AmountSettings amount, double figure) {
    return switch (amount.type()) {
      case SILENCE -> Amount.of((long) figure, "day");
      case COUNT ->
          amount.unit() == null
              ? Amount.of((long) figure, "message")
              : number(figure) + " " + amount.unit();
      case DISTINCT ->
          number(figure)
              + " "
              + (amount.unit() == null ? "values of " + amount.value() : amount.unit());
      case SUM, MAX ->
          "bytes".equals(amount.unit())
              ? bytes(figure)
              : number(figure) + (amount.unit() == null ? "" : " " + amount.unit());
    };
  }

  private static String bytes(double figure) {
    int power = 0;
    double scaled = figure;
    while (scaled >= 999.5 && power < BYTES.length - 1) {
      scaled /= 1000;
      power++;
    }
    return power == 0 || scaled >= 99.95
        ? String.format(Locale.ROOT, "%.0f %s", scaled, BYTES[power])
        : String.format(Locale.ROOT, "%.1f %s", scaled, BYTES[power]);
  }

  /** At most six digits, those before the point in any case. */
  static String number(double figure) {
    BigDecimal exact = BigDecimal.valueOf(figure);
    BigDecimal short6 = exact.round(new MathContext(6, RoundingMode.HALF_EVEN));
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal shown = exact.precision() - exact.scale() > 6 ? whole : short6;
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }
}
