package dev.nightwarden.geo;

/**
 * Where an address is. All but the status may be null, and all are unless it is FOUND.
 *
 * @param status what became of the look-up; never null
 * @param city the city's English name
 * @param subdivision the English name of the smallest region known: a county, a state
 * @param countryCode ISO 3166-1, two letters
 * @param country the country's English name
 * @param continent the continent's English name
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param x of the point on the unit sphere, see {@link UnitSphere}
 * @param y of that point
 * @param z of that point
 */
public record Place(
    Status status,
    String city,
    String subdivision,
    String countryCode,
    String country,
    String continent,
    Double latitude,
    Double longitude,
    Double x,
    Double y,
    Double z) {
  /** A place of which only the status is known. */
  static Place not(Status status) {
    return new Place(status, null, null, null, null, null, null, null, null, null, null);
  }
}
