package dev.nightwarden.forget;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What there is beside the tables that may name people.
 *
 * @param landing the folder of what transports fetch; null for none
 * @param aliases by transport that lands records, how these write the names, where that is
 *     otherwise: as whole JSON strings
 * @param report the folder of pages; null for none
 */
public record BesideTables(String landing, Map<String, Set<String>> aliases, String report) {
  public BesideTables {
    aliases = new LinkedHashMap<>(aliases);
  }

  /** Whether a line of a landed file names somebody of these. */
  boolean isSought(String transport, String line, Names names) {
    if (names.mentions(line)) {
      return true;
    }
    return Unescaped.isAny(
        line,
        says ->
            aliases.get(transport).stream().anyMatch(alias -> says.contains('"' + alias + '"')));
  }
}
