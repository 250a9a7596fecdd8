package dev.nightwarden.ingest;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Keys;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Transports as a config with a few keys gives them. */
final class Given {
  private Given() {}

  /** A {@code files} transport: keys and values in turn, the fallbacks for the rest. */
  static LogFiles files(Object... keysAndValues) {
    Map<String, Object> keys = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keys.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    RecordComponent[] components = LogFiles.class.getRecordComponents();
    Object[] values =
        Arrays.stream(components)
            .map(c -> keys.containsKey(Keys.name(c)) ? keys.remove(Keys.name(c)) : fallback(c))
            .toArray();
    if (!keys.isEmpty()) {
      throw new IllegalArgumentException("no such keys: " + keys);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Keys.checked(LogFiles.class.getDeclaredConstructor(types).newInstance(values));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object fallback(RecordComponent component) {
    if (Keys.name(component).equals("max_past")) {
      // So that times can be small numbers.
      return null;
    }
    String fallback = component.getAnnotation(Key.class).fallback().replace("'", "");
    Class<?> type = component.getType();
    if (type == List.class) {
      return List.of();
    } else if (type == Map.class) {
      return Map.of();
    } else if (fallback.isEmpty()) {
      return null;
    } else if (type == int.class) {
      return Integer.valueOf(fallback);
    } else if (type == double.class) {
      return Double.valueOf(fallback);
    } else if (type == boolean.class) {
      return Boolean.valueOf(fallback);
    } else if (type == Duration.class) {
      return Duration.parse("P" + fallback);
    }
    return fallback;
  }
}
