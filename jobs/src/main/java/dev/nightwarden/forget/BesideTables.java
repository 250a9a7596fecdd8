package dev.nightwarden.forget;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What there is beside the tables that may name people.
 *
 * @param landing the folder of what transports fetch; null for none
 * @param names of who is to be forgotten as records and paths have them, which in tables may be
 *     pseudonyms
 * @param aliases by transport that lands records, how these write the names, where that is
 *     otherwise: as whole JSON strings
 * @param unnamed pseudonyms for which no name is known, so that nothing landed tells who is meant
 * @param report the folder of pages; null for none
 */
public record BesideTables(
    String landing,
    Set<String> names,
    Map<String, Set<String>> aliases,
    Set<String> unnamed,
    String report) {
  public BesideTables {
    names = new LinkedHashSet<>(names);
    unnamed = new LinkedHashSet<>(unnamed);
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
