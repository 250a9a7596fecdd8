package dev.nightwarden.guided;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A shipper of the config that is written.
 *
 * @param name in the config
 * @param about what a person should know of it, a comment line each
 * @param keys in the order in which they are written, the type first; a {@link Secret} stands for
 *     its variable
 */
record Outlet(String name, List<String> about, Map<String, Object> keys) {
  Outlet {
    about = List.copyOf(about);
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  /** The secrets that it needs, in the order of its keys. */
  List<Secret> secrets() {
    return keys.values().stream().filter(Secret.class::isInstance).map(Secret.class::cast).toList();
  }
}
