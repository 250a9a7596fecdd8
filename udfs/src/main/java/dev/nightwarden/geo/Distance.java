package dev.nightwarden.geo;

/** Distances on the earth, taken for a sphere. */
public final class Distance {
  /** The earth's mean radius in kilometres (IUGG: (2a + b) / 3 of GRS 80). */
  public static final double EARTH_RADIUS_KM = 6371.0088;

  private Distance() {}

  /**
   * The great-circle distance of two places in kilometres, by the haversine formula (R. W. Sinnott,
   * Sky and Telescope 68, 1984): at most 20,015.1, and within 0.6% of the ellipsoid's.
   *
   * @param latitude in degrees, as all four
   */
  public static double km(
      double latitude, double longitude, double otherLatitude, double otherLongitude) {
    double up = StrictMath.sin(Math.toRadians(otherLatitude - latitude) / 2);
    double across = StrictMath.sin(Math.toRadians(otherLongitude - longitude) / 2);
    double haversine =
        up * up
            + StrictMath.cos(Math.toRadians(latitude))
                * StrictMath.cos(Math.toRadians(otherLatitude))
                * across
                * across;
    return 2 * EARTH_RADIUS_KM * StrictMath.asin(Math.min(1, Math.sqrt(haversine)));
  }
}
