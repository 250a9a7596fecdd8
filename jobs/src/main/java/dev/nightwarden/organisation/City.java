package dev.nightwarden.organisation;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A city, as a database of addresses would have it.
 *
 * @param name its name
 * @param country its country's name
 * @param code its country's code, ISO 3166-1 alpha-2
 * @param zone its time zone
 * @param latitude in degrees
 * @param longitude in degrees
 * @param office how likely an organisation has an office there, against other cities; 0: none has
 * @param towns where people live who work there, beside the city itself
 */
record City(
    String name,
    String country,
    String code,
    ZoneId zone,
    double latitude,
    double longitude,
    double office,
    List<String> towns) {

  /** All cities that are known. */
  static List<City> all() {
    List<City> cities = new ArrayList<>();
    for (List<String> row : Lists.rows("cities.csv")) {
      cities.add(
          new City(
              row.get(0),
              row.get(1),
              row.get(2),
              ZoneId.of(row.get(3)),
              Double.parseDouble(row.get(4)),
              Double.parseDouble(row.get(5)),
              Double.parseDouble(row.get(6)),
              row.get(7).isEmpty() ? List.of() : Arrays.asList(row.get(7).split("\\|", -1))));
    }
    return List.copyOf(cities);
  }

  /** A town near it, whose addresses a database places some kilometres away. */
  City town(String name, Draws draws) {
    return new City(
        name,
        country,
        code,
        zone,
        rounded(latitude + draws.between(-0.3, 0.3)),
        rounded(longitude + draws.between(-0.4, 0.4)),
        0,
        List.of());
  }

  private static double rounded(double degrees) {
    return Math.round(degrees * 1000) / 1000.0;
  }
}
