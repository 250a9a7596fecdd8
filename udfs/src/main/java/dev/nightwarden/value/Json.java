package dev.nightwarden.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Strict reading of JSON whose numbers are normalised, so that numbers equal in value become equal:
 * {@code 1e2} and {@code 100.0} are the Long 100.
 */
public final class Json {
  /** How deep arrays and objects may lie in one another. */
  public static final int MAX_DEPTH = 500;

  private static final int MAX_DIGITS = 38;

  /** Above this many digits before the point no double can hold the number. */
  private static final int DOUBLE_DIGITS = 310;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");

  private static final int MAX_NUMBER_LENGTH = 1_000;

  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          // Names come from whoever writes the logs: sharing them would keep them all.
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .build();

  private Json() {}

  /** Why a text is not the JSON that was wanted, in a few words fit for a reject. */
  public static final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private Problem(String reason) {
      super(reason, null, false, false);
    }
  }

  /** What becomes of a key that an object has twice with different values. */
  public enum Duplicates {
    FIRST,
    LAST,
    REFUSE
  }

  /** As {@link #read(String, Duplicates)}, refusing different values of one key. */
  public static Object read(String text) throws Problem {
    return read(text, Duplicates.REFUSE);
  }

  /**
   * Reads one JSON value and nothing after it. Equal values of a key that an object has twice are
   * one.
   *
   * @return a Map, a List, a String, a Boolean, a number as {@link #number} gives it, or null
   * @throws Problem if the text is broken, an object has a key twice with different values and
   *     duplicates are refused, it is nested deeper than {@link #MAX_DEPTH}, or a number is too
   *     large
   */
  public static Object read(String text, Duplicates duplicates) throws Problem {
    try (JsonParser parser = FACTORY.createParser(text)) {
      try {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new Problem("no JSON value");
        }
        Object value = value(parser, token, 0, duplicates);
        if (parser.nextToken() != null) {
          throw new Problem("more text after the JSON value");
        }
        return value;
      } catch (JsonEOFException end) {
        throw new Problem("broken JSON: it ends too early");
      } catch (StreamConstraintsException tooMuch) {
        throw new Problem("a number of too many digits in JSON");
      } catch (JsonProcessingException broken) {
        throw new Problem(
            "broken JSON at character " + Math.max(1, parser.currentLocation().getCharOffset()));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Normalises a number: a Long where it is integral and in range, else a BigDecimal without
   * trailing zeros where 38 digits hold it, else the nearest Double.
   *
   * @throws ArithmeticException if it is larger than any double
   */
  public static Object number(BigDecimal number) {
    if (number.signum() == 0) {
      return 0L;
    }
    long integerDigits = (long) number.precision() - number.scale();
    if (integerDigits > DOUBLE_DIGITS) {
      throw new ArithmeticException("a number out of range");
    }
    if (integerDigits < -DOUBLE_DIGITS - 20) {
      return 0L;
    }
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() <= 0 && integerDigits <= MAX_DIGITS) {
      BigDecimal integral = plain.setScale(0);
      boolean isLong = integral.compareTo(LONG_MIN) >= 0 && integral.compareTo(LONG_MAX) <= 0;
      return isLong ? (Object) integral.longValueExact() : integral;
    }
    if (plain.scale() > 0 && plain.scale() <= MAX_DIGITS && plain.precision() <= MAX_DIGITS) {
      return plain;
    }
    double nearest = plain.doubleValue();
    if (Double.isInfinite(nearest)) {
      throw new ArithmeticException("a number out of range");
    }
    return nearest == 0 ? (Object) 0L : nearest;
  }

  /** The number that a text says, as {@link #number(BigDecimal)}; null where it says none. */
  public static Object number(String text) {
    if (text.length() > MAX_NUMBER_LENGTH || !NUMBER.matcher(text).matches()) {
      return null;
    }
    try {
      return number(new BigDecimal(text));
    } catch (ArithmeticException outOfRange) {
      return null;
    }
  }

  private static Object value(JsonParser parser, JsonToken token, int depth, Duplicates duplicates)
      throws IOException, Problem {
    return switch (token) {
      case START_OBJECT -> object(parser, depth + 1, duplicates);
      case START_ARRAY -> array(parser, depth + 1, duplicates);
      case VALUE_STRING -> text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, Object> object(JsonParser parser, int depth, Duplicates duplicates)
      throws IOException, Problem {
    checkDepth(depth);
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = text(parser.currentName());
      Object value = value(parser, parser.nextToken(), depth, duplicates);
      if (!object.containsKey(key) || duplicates == Duplicates.LAST) {
        object.put(key, value);
      } else if (duplicates == Duplicates.REFUSE && !Objects.equals(object.get(key), value)) {
        throw new Problem(
            "key %s twice in one object with different values; duplicate_keys can take one"
                .formatted(shown(key)));
      }
    }
    return object;
  }

  private static List<Object> array(JsonParser parser, int depth, Duplicates duplicates)
      throws IOException, Problem {
    checkDepth(depth);
    List<Object> array = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token, depth, duplicates));
    }
    return array;
  }

  private static Object number(JsonParser parser, JsonToken token) throws IOException, Problem {
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    String text = parser.getText();
    try {
      return number(new BigDecimal(text));
    } catch (ArithmeticException | NumberFormatException outOfRange) {
      throw new Problem("number %s is out of range".formatted(shown(text)));
    }
  }

  private static void checkDepth(int depth) throws Problem {
    if (depth > MAX_DEPTH) {
      throw new Problem("JSON nested deeper than " + MAX_DEPTH);
    }
  }

  /** Half a surrogate pair is no character: it becomes U+FFFD, as any decoder would have it. */
  private static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return whole(text);
      }
    }
    return text;
  }

  private static String whole(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  private static String shown(String text) {
    return '"' + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + '"';
  }
}
