package dev.nightwarden.geo;

/** Places as points on a sphere of radius 1, where near is near: also across the date line. */
public final class UnitSphere {
  private UnitSphere() {}

  /**
   * The point of a place: {x, y, z}, z towards the north pole and x towards (0, 0).
   *
   * @param latitude in degrees, north positive
   * @param longitude in degrees, east positive
   */
  public static double[] point(double latitude, double longitude) {
    double north = Math.toRadians(latitude);
    double east = Math.toRadians(longitude);
    double ring = StrictMath.cos(north);
    return new double[] {
      ring * StrictMath.cos(east), ring * StrictMath.sin(east), StrictMath.sin(north)
    };
  }
}
