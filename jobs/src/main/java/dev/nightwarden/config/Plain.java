package dev.nightwarden.config;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.plugin.TypeName;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A settings record as maps, lists, texts, numbers and booleans: what the config would say. */
final class Plain {
  /**
   * What to hide; null: leave out what is secret or decides nothing, and write numbers the same in
   * any JVM.
   */
  private final Secrets secrets;

  private Plain(Secrets secrets) {
    this.secrets = secrets;
  }

  /** What a person may see: every secret as {@code ***}, keys as declared. */
  static Map<String, Object> masked(Record settings, Secrets secrets) {
    return new Plain(secrets).record(settings, false);
  }

  /** What settings are known by: without what is secret, and without what decides nothing. */
  static Map<String, Object> decisive(Record settings) {
    return new Plain(null).record(settings, true);
  }

  private Map<String, Object> record(Record settings, boolean typed) {
    Map<String, Object> plain = new LinkedHashMap<>();
    TypeName name = settings.getClass().getAnnotation(TypeName.class);
    if (typed && name != null) {
      plain.put("type", name.value());
    }
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = value(settings, component);
      if (value == null) {
        continue;
      }
      Key key = component.getAnnotation(Key.class);
      if (secrets == null && key != null && !key.decides()) {
        continue;
      }
      if (key == null || !key.secret()) {
        plain.put(Keys.name(component), of(value, component.getType() != value.getClass()));
      } else if (secrets != null) {
        plain.put(Keys.name(component), Secrets.MASK);
      }
    }
    return plain;
  }

  /**
   * @param typed whether the place leaves open which record it is
   */
  private Object of(Object value, boolean typed) {
    if (value instanceof Record record) {
      return record(record, typed);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, v) -> plain.put(mask(key.toString()), v == null ? null : of(v, true)));
      return plain;
    } else if (value instanceof Collection<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(v -> plain.add(v == null ? null : of(v, true)));
      return plain;
    } else if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
      return number(value, new BigInteger(value.toString()));
    } else if (value instanceof Double number) {
      return number(value, secrets == null ? new BigDecimal(number).stripTrailingZeros() : number);
    } else if (value instanceof Boolean) {
      return value;
    } else if (value instanceof Enum<?> constant) {
      return Kinds.constant(constant);
    } else if (value instanceof Duration duration) {
      return Durations.format(duration);
    } else if (value instanceof LocalDate || value instanceof String) {
      String text = mask(value.toString());
      return secrets == null ? text : Environment.escape(text);
    }
    throw new IllegalArgumentException("%s is not a setting".formatted(value.getClass()));
  }

  private Object number(Object value, Object plain) {
    return mask(value.toString()).equals(value.toString()) ? plain : Secrets.MASK;
  }

  private String mask(String text) {
    return secrets == null ? text : secrets.mask(text);
  }

  private static Object value(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
