package dev.nightwarden.geo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnitSphereTest {
  @Test
  void axesPointWhereDocumented() {
    assertArrayEquals(new double[] {1, 0, 0}, UnitSphere.point(0, 0), 1e-12);
    assertArrayEquals(new double[] {0, 1, 0}, UnitSphere.point(0, 90), 1e-12);
    assertArrayEquals(new double[] {0, 0, 1}, UnitSphere.point(90, 12), 1e-12);
    assertArrayEquals(UnitSphere.point(10, 180), UnitSphere.point(10, -180), 1e-12);
  }

  @Test
  void distancesAreThoseOnEarth() {
    double[] london = UnitSphere.point(51.5142, -0.0931);
    double[] linkoping = UnitSphere.point(58.4167, 15.6167);
    double dot = 0;
    for (int i = 0; i < 3; i++) {
      dot += london[i] * linkoping[i];
    }
    // Great circle of about 1,250 km.
    assertEquals(1250, 6371 * Math.acos(dot), 15);
  }
}
