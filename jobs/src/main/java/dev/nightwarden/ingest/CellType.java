package dev.nightwarden.ingest;

import dev.nightwarden.value.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that {@code types} can give a value. */
enum CellType {
  STRING,
  LONG,
  DOUBLE,
  BOOLEAN;

  private static final Pattern INTEGRAL = Pattern.compile("[+-]?[0-9]{1,40}");

  /** What logs write where there is no value. */
  private static final Set<String> PLACEHOLDERS =
      Set.of("", "-", "--", "?", "n/a", "na", "nil", "none", "null", "unknown", "(empty)");

  /** The type of a name in the config, or null. */
  static CellType named(String name) {
    return Arrays.stream(values()).filter(t -> t.toString().equals(name)).findAny().orElse(null);
  }

  /** {@code string, long, double, boolean}. */
  static String names() {
    return Arrays.stream(values()).map(CellType::toString).collect(Collectors.joining(", "));
  }

  /**
   * The value in this type.
   *
   * @param value what {@link Json#read} gives, but null
   * @param path for the reason
   */
  Object convert(Object value, String path) throws Refusal {
    Object converted =
        switch (this) {
          case STRING -> value instanceof String || isPlain(value) ? text(value) : null;
          case LONG -> value instanceof Long ? value : integral(value);
          case DOUBLE -> value instanceof Number ? value : number(value);
          case BOOLEAN -> value instanceof Boolean ? value : truth(value);
        };
    if (converted == null) {
      String shown =
          value instanceof String || isPlain(value)
              ? RecordText.value(text(value))
              : "not one value";
      String hint =
          value instanceof String text && PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT))
              ? "; if it stands for no value, name it in null_values"
              : "";
      throw Refusal.showing(
          shown, found -> "%s is %s, not a %s%s".formatted(path, found, this, hint));
    }
    return converted;
  }

  /** A single value as text: a decimal in plain digits. */
  static String text(Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  private static boolean isPlain(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  private static Object integral(Object value) {
    if (value instanceof String text && INTEGRAL.matcher(text).matches()) {
      return Json.number(new BigDecimal(text)) instanceof Long number ? number : null;
    }
    return null;
  }

  private static Object number(Object value) {
    return value instanceof String text ? Json.number(text) : null;
  }

  private static Object truth(Object value) {
    if (value instanceof String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> null;
      };
    }
    return null;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
