package dev.nightwarden.feature;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of one pass over the records of some dates.
 *
 * @param records how many there are, dropped ones included
 * @param dropped by filter, in the order of the config, how many it dropped
 * @param present by path, how many records have a value there, dropped ones included
 * @param sqlErrors by key of the config, for how many records its SQL could not be evaluated
 * @param numeric by date and field of kind {@code auto}, whether all of its values are numbers
 */
public record Look(
    long records,
    Map<String, Long> dropped,
    Map<String, Long> present,
    Map<String, Long> sqlErrors,
    Map<LocalDate, Map<String, Boolean>> numeric) {
  public Look {
    dropped = new LinkedHashMap<>(dropped);
    present = new TreeMap<>(present);
    sqlErrors = new LinkedHashMap<>(sqlErrors);
    numeric = new TreeMap<>(numeric);
  }
}
