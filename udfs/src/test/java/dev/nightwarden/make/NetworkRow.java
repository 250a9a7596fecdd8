package dev.nightwarden.make;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network and what a table says of it.
 *
 * @param address of 128 bits; an IPv4 address is in the last 32
 * @param bits how many of its bits are the network's
 * @param line where it stands in the table
 * @param cells the texts of the line by column; empty where nothing is known
 */
record NetworkRow(BigInteger address, int bits, int line, Map<String, String> cells) {
  /** Where it is, as a City database says it; empty where nothing is known. */
  Map<String, Object> place() throws RefusedTableException {
    Map<String, Object> place = new LinkedHashMap<>();
    named(place, "city", "city");
    named(place, "continent", "continent");
    named(place, "country", "country");
    String code = cells().get("country_code");
    if (!code.isEmpty()) {
      @SuppressWarnings("unchecked")
      Map<String, Object> country =
          (Map<String, Object>) place.computeIfAbsent("country", k -> new LinkedHashMap<>());
      country.put("iso_code", code);
    }
    Map<String, Object> location = new LinkedHashMap<>();
    number(location, "latitude", 90);
    number(location, "longitude", 180);
    if (!location.isEmpty()) {
      place.put("location", location);
    }
    String subdivision = cells().get("subdivision");
    if (!subdivision.isEmpty()) {
      place.put("subdivisions", List.of(Map.of("names", Map.of("en", subdivision))));
    }
    return place;
  }

  /** Whose it is, as an ASN database says it; empty where nothing is known. */
  Map<String, Object> owner() throws RefusedTableException {
    Map<String, Object> owner = new LinkedHashMap<>();
    String number = cells().get("asn");
    if (!number.isEmpty()) {
      try {
        owner.put("autonomous_system_number", Integer.parseUnsignedInt(number));
      } catch (NumberFormatException e) {
        throw new RefusedTableException(line() + ": asn is " + number + "; write a number");
      }
    }
    String name = cells().get("as_owner");
    if (!name.isEmpty()) {
      owner.put("autonomous_system_organization", name);
    }
    return owner;
  }

  private void named(Map<String, Object> into, String key, String column) {
    String name = cells().get(column);
    if (!name.isEmpty()) {
      into.put(key, new LinkedHashMap<>(Map.of("names", Map.of("en", name))));
    }
  }

  private void number(Map<String, Object> into, String key, double most)
      throws RefusedTableException {
    String text = cells().get(key);
    if (text.isEmpty()) {
      return;
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(Math.abs(value) <= most)) {
      throw new RefusedTableException(
          line() + ": " + key + " is " + text + "; allowed: -" + most + " to " + most);
    }
    into.put(key, value);
  }
}
