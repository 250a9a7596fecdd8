package dev.nightwarden.config;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.Quoting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the type of a record's component means in a config. */
final class Kinds {
  private Kinds() {}

  enum Kind {
    TEXT,
    WHOLE_NUMBER,
    NUMBER,
    BOOLEAN,
    ENUM,
    DURATION,
    DATE,
    ANYTHING,
    LIST,
    MAP,
    RECORD,
    POINT
  }

  /**
   * @throws IllegalStateException for a type that no config can give
   */
  static Kind of(Type type) {
    Class<?> raw = raw(type);
    if (raw == String.class) {
      return Kind.TEXT;
    } else if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return Kind.WHOLE_NUMBER;
    } else if (raw == double.class || raw == Double.class) {
      return Kind.NUMBER;
    } else if (raw == boolean.class || raw == Boolean.class) {
      return Kind.BOOLEAN;
    } else if (raw.isEnum()) {
      return Kind.ENUM;
    } else if (raw == Duration.class) {
      return Kind.DURATION;
    } else if (raw == LocalDate.class) {
      return Kind.DATE;
    } else if (raw == Object.class) {
      return Kind.ANYTHING;
    } else if (raw == List.class && type instanceof ParameterizedType) {
      return Kind.LIST;
    } else if (raw == Map.class && argument(type, 0) == String.class) {
      return Kind.MAP;
    } else if (raw.isRecord()) {
      return Kind.RECORD;
    } else if (raw.isInterface() && !raw.getName().startsWith("java.")) {
      return Kind.POINT;
    }
    throw new IllegalStateException(type + " cannot be read from a config");
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /** The type of a list's elements or a map's values. */
  static Type element(Type type) {
    return argument(type, raw(type) == Map.class ? 1 : 0);
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : null;
  }

  /** Whether the innermost type is an extension point, so that a fallback names a type. */
  static boolean leadsToPoint(Type type) {
    return switch (of(type)) {
      case LIST, MAP -> leadsToPoint(element(type));
      case POINT -> true;
      default -> false;
    };
  }

  /**
   * @throws IllegalStateException if the component is not documented as a key
   */
  static Key key(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw new IllegalStateException("%s has no @Key".formatted(component));
    }
    return key;
  }

  static List<String> keys(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(Keys::name).toList();
  }

  /** Whether the type has such a key, and its value must not be shown. */
  static boolean isSecret(Class<? extends Record> type, String name) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(component -> Keys.name(component).equals(name) && key(component).secret());
  }

  static List<String> constants(Type type) {
    return Arrays.stream(raw(type).getEnumConstants())
        .map(constant -> constant((Enum<?>) constant))
        .toList();
  }

  static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** What is wanted, in words that follow "is not". */
  static String wanted(Type type) {
    return switch (of(type)) {
      case TEXT -> "a text";
      case WHOLE_NUMBER -> "a whole number";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ENUM -> "one of " + Quoting.list(constants(type));
      case DURATION -> "a duration such as 90d, 12h, 15m or 30s";
      case DATE -> "a date such as 2026-01-31";
      case ANYTHING -> "a value";
      case LIST -> "a list";
      case MAP, RECORD, POINT -> "a mapping";
    };
  }
}
