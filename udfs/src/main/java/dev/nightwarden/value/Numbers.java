package dev.nightwarden.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;

/**
 * Values of a message's data as numbers and booleans: those of the record, and texts that say one;
 * null for any other value and where there is none.
 */
public final class Numbers {
  /** Digits after the point of {@link #exactAt}. */
  public static final int SCALE = 18;

  /** Digits of {@link #exactAt}. */
  public static final int PRECISION = 38;

  private static final BigDecimal STEP = BigDecimal.ONE.movePointLeft(SCALE);
  private static final BigDecimal END = BigDecimal.ONE.movePointRight(PRECISION - SCALE);

  private Numbers() {}

  /** The number at a path as the nearest double. */
  public static Double doubleAt(VariantVal data, String path) {
    BigDecimal number = at(data, path);
    return number == null ? null : (Double) number.doubleValue();
  }

  /** The number at a path without what follows its point; null too where no Long can hold it. */
  public static Long longAt(VariantVal data, String path) {
    BigDecimal number = at(data, path);
    return number == null || number.abs().compareTo(END) >= 0
        ? null
        : Json.number(number.setScale(0, RoundingMode.DOWN)) instanceof Long whole ? whole : null;
  }

  /**
   * The number at a path, which compares with any Long as it should: exact to 18 digits after the
   * point, whole only where it is whole, and beyond 10^20 the last number before that.
   */
  public static BigDecimal exactAt(VariantVal data, String path) {
    BigDecimal number = at(data, path);
    if (number == null) {
      return null;
    } else if (number.abs().compareTo(END) >= 0) {
      BigDecimal last = END.subtract(STEP);
      return number.signum() > 0 ? last : last.negate();
    }
    BigDecimal cut = number.setScale(SCALE, RoundingMode.FLOOR);
    boolean seemsWhole = cut.stripTrailingZeros().scale() <= 0;
    return seemsWhole && cut.compareTo(number) != 0 ? cut.add(STEP) : cut;
  }

  /** The boolean at a path. */
  public static Boolean booleanAt(VariantVal data, String path) {
    Variant found = Values.find(data, path);
    if (found == null) {
      return null;
    }
    return switch (found.getType()) {
      case BOOLEAN -> found.getBoolean();
      case STRING ->
          switch (found.getString().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
          };
      default -> null;
    };
  }

  /**
   * Compares the values at two paths: as numbers where one is a number in the record and the other
   * says one, else as texts.
   *
   * @return negative, 0 or positive; null where one is missing
   */
  public static Integer compare(VariantVal data, String path, String other) {
    Variant left = Values.find(data, path);
    Variant right = Values.find(data, other);
    if (left == null || right == null) {
      return null;
    }
    if (isNumber(left) || isNumber(right)) {
      BigDecimal a = number(left);
      BigDecimal b = number(right);
      if (a != null && b != null) {
        return a.compareTo(b);
      }
    }
    return UTF8String.fromString(Values.text(left))
        .compareTo(UTF8String.fromString(Values.text(right)));
  }

  private static BigDecimal at(VariantVal data, String path) {
    Variant found = Values.find(data, path);
    return found == null ? null : number(found);
  }

  private static boolean isNumber(Variant value) {
    return switch (value.getType()) {
      case LONG, DECIMAL, DOUBLE, FLOAT -> true;
      default -> false;
    };
  }

  private static BigDecimal number(Variant value) {
    return switch (value.getType()) {
      case LONG -> BigDecimal.valueOf(value.getLong());
      case DECIMAL -> value.getDecimal();
      case DOUBLE -> finite(value.getDouble());
      case FLOAT -> finite(value.getFloat());
      case STRING -> decimal(Json.number(value.getString()));
      default -> null;
    };
  }

  private static BigDecimal finite(double number) {
    return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
  }

  private static BigDecimal decimal(Object number) {
    if (number instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    return number instanceof Double nearest ? finite(nearest) : (BigDecimal) number;
  }
}
