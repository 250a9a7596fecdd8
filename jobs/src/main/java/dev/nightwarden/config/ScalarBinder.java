package dev.nightwarden.config;

import dev.nightwarden.config.Node.Scalar;
import dev.nightwarden.plugin.KeyPath;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Converts texts to numbers, durations, dates and other scalar types. */
final class ScalarBinder {
  private static final int MAX_DIGITS = 40;

  private final Problems problems;

  ScalarBinder(Problems problems) {
    this.problems = problems;
  }

  /** The value as its component's type wants it; null, and noted, where it is none. */
  Object bind(Type type, Filled value, KeyPath path) {
    Optional<?> read = read(type, value);
    if (read.isPresent()) {
      return read.get();
    }
    if (Kinds.of(type) == Kinds.Kind.ENUM) {
      return problems.notAllowed(value, path, Kinds.constants(type));
    }
    return problems.note(
        value.written().place(),
        "%s: %s is not %s%s".formatted(path, value.found(), Kinds.wanted(type), hint(type, value)));
  }

  /** The value as the type that YAML takes it for. */
  static Object anything(Filled value) {
    Tag tag = value.tag();
    String text = value.text();
    if (tag.equals(Tag.NULL)) {
      return null;
    } else if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text);
    } else if (tag.equals(Tag.INT)) {
      BigInteger number = wholeNumber(text).orElse(null);
      return number == null ? text : number.bitLength() < 64 ? number.longValue() : number;
    } else if (tag.equals(Tag.FLOAT)) {
      return number(text).map(n -> (Object) n).orElse(text);
    }
    return text;
  }

  private static Optional<?> read(Type type, Filled value) {
    String text = value.text();
    Tag tag = tag(value);
    Kinds.Kind kind = Kinds.of(type);
    return switch (kind) {
      case TEXT -> Optional.of(text).filter(t -> looksLikeText(tag) || value.needsNoQuotes());
      case WHOLE_NUMBER ->
          wholeNumber(text).filter(n -> tag.equals(Tag.INT)).flatMap(n -> fit(n, Kinds.raw(type)));
      case NUMBER -> number(text).filter(n -> tag.equals(Tag.INT) || tag.equals(Tag.FLOAT));
      case BOOLEAN -> Optional.of(Boolean.valueOf(text)).filter(b -> tag.equals(Tag.BOOL));
      case DURATION -> Durations.parse(text);
      case DATE -> date(text);
      case ENUM ->
          Arrays.stream(Kinds.raw(type).getEnumConstants())
              .filter(constant -> Kinds.constant((Enum<?>) constant).equals(text))
              .findFirst();
      default -> throw new IllegalStateException(kind.toString());
    };
  }

  /** In brackets ${NAME} needs its quotes, so they do not make it a text. */
  private static Tag tag(Filled value) {
    return value.variables().isEmpty() ? value.tag() : Scalar.tag(value.text(), true);
  }

  private static boolean looksLikeText(Tag tag) {
    return !List.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL).contains(tag);
  }

  /** What would make a value that is refused one of its type, or the range it must be in. */
  private static String hint(Type type, Filled value) {
    Kinds.Kind kind = Kinds.of(type);
    if (kind == Kinds.Kind.TEXT) {
      return "; put it in quotes";
    }
    if (kind == Kinds.Kind.WHOLE_NUMBER && tag(value).equals(Tag.INT)) {
      return isInt(Kinds.raw(type))
          ? " from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE)
          : " from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (kind == Kinds.Kind.DURATION || kind == Kinds.Kind.DATE || value.written().plain()) {
      return "";
    }
    Tag unquoted = Scalar.tag(value.text(), true);
    boolean quotesAreWrong =
        unquoted.equals(Tag.INT)
            || (unquoted.equals(Tag.FLOAT) && kind == Kinds.Kind.NUMBER)
            || (unquoted.equals(Tag.BOOL) && kind == Kinds.Kind.BOOLEAN);
    return quotesAreWrong ? "; take away the quotes" : "";
  }

  private static Optional<BigInteger> wholeNumber(String text) {
    if (text.length() > MAX_DIGITS || !Scalar.tag(text, true).equals(Tag.INT)) {
      return Optional.empty();
    }
    boolean hex = text.startsWith("0x");
    boolean octal = text.startsWith("0o");
    return Optional.of(
        hex || octal
            ? new BigInteger(text.substring(2), hex ? 16 : 8)
            : new BigInteger(text.startsWith("+") ? text.substring(1) : text));
  }

  private static Optional<Object> fit(BigInteger number, Class<?> type) {
    if (isInt(type)) {
      return number.bitLength() < 32 ? Optional.of(number.intValue()) : Optional.empty();
    }
    return number.bitLength() < 64 ? Optional.of(number.longValue()) : Optional.empty();
  }

  private static boolean isInt(Class<?> type) {
    return type == int.class || type == Integer.class;
  }

  private static Optional<Double> number(String text) {
    Optional<BigInteger> whole = wholeNumber(text);
    if (whole.isPresent()) {
      return Optional.of(whole.get().doubleValue());
    }
    try {
      return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
