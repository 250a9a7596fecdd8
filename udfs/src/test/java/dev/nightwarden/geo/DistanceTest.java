package dev.nightwarden.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DistanceTest {
  /**
   * From Nashville's airport to that of Los Angeles, the worked example of Rosetta Code's task
   * "Haversine formula": 2887.25995 km, with the radius 6372.8 km.
   */
  @Test
  void agreesWithAPublishedDistance() {
    double km = Distance.km(36.12, -86.67, 33.94, -118.4);

    assertEquals(2887.25995, km * 6372.8 / Distance.EARTH_RADIUS_KM, 0.00001);
  }

  @Test
  void halfTheEarthIsTheLongestTrip() {
    assertEquals(20015.1145, Distance.km(90, 0, -90, 77), 0.0001);
    assertEquals(20015.1145, Distance.km(0, -90, 0, 90), 0.0001);
    assertEquals(0, Distance.km(12.5, 180, 12.5, -180), 1e-9, "across the date line");
    assertEquals(111.1951, Distance.km(0, 0, 1, 0), 0.0001, "a degree");
  }
}
