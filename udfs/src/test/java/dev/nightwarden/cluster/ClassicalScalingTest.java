package dev.nightwarden.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.cluster.RecordFeature.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassicalScalingTest {
  private static List<Point> of(double[][] points) {
    return ClassicalScaling.place(
        IntStream.range(0, points.length).toArray(),
        (i, j) -> Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]));
  }

  private static double[] x(List<Point> points) {
    return points.stream().mapToDouble(Point::x).toArray();
  }

  private static double[] y(List<Point> points) {
    return points.stream().mapToDouble(Point::y).toArray();
  }

  @Test
  void placesARectangle() {
    // 4 by 2: the long side is the first axis.
    List<Point> plane = of(new double[][] {{0, 0}, {4, 0}, {4, 2}, {0, 2}});
    assertArrayEquals(new double[] {2, -2, -2, 2}, x(plane), 1e-9);
    assertArrayEquals(new double[] {1, 1, -1, -1}, y(plane), 1e-9);
  }

  @Test
  void keepsTheDistancesOfPointsInAPlane() {
    Random random = new Random(1);
    double[][] points = new double[200][];
    Arrays.setAll(points, i -> new double[] {3 * random.nextGaussian(), random.nextGaussian()});
    List<Point> plane = of(points);
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(
            Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]),
            Math.hypot(plane.get(i).x() - plane.get(j).x(), plane.get(i).y() - plane.get(j).y()),
            1e-6);
      }
    }
    assertTrue(
        Arrays.stream(x(plane)).max().orElseThrow()
            >= -Arrays.stream(x(plane)).min().orElseThrow());
  }

  @Test
  void aLineHasNoSecondAxisAndEqualRecordsNone() {
    List<Point> line = of(new double[][] {{0, 0}, {1, 0}, {5, 0}});
    assertArrayEquals(new double[] {-2, -1, 3}, x(line), 1e-9);
    assertArrayEquals(new double[3], y(line), 1e-6);
    List<Point> point = of(new double[][] {{1, 1}, {1, 1}});
    assertArrayEquals(new double[2], x(point));
    assertArrayEquals(new double[2], y(point));
  }

  @Test
  void theSuspectsAreOnTheMapEvenWhenFewFit() {
    Random random = new Random(2);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      rows.add(new Object[] {random.nextDouble(), random.nextDouble()});
    }
    rows.add(new Object[] {5, 5});
    List<RecordFeature> features =
        List.of(RecordFeature.of("x", Kind.NUMERIC), RecordFeature.of("y", Kind.NUMERIC));
    Clustering data = new Clusterer().fit(features, rows);
    List<Point> plane = data.map(100);
    assertEquals(100, plane.size());
    assertEquals(1_500, plane.get(99).record(), "the last by its values");
    assertTrue(Math.abs(plane.get(99).x()) > 0.5);
    assertTrue(IntStream.range(0, 99).allMatch(i -> Math.abs(plane.get(i).x()) < 0.3));
    assertEquals(ClassicalScaling.MAX_POINTS, data.map(ClassicalScaling.MAX_POINTS).size());
  }

  @Test
  void saysHowManyItTakes() {
    assertEquals(
        "a map takes from 2 to 1,000 records, not 1,001",
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassicalScaling.place(new int[1_001], (i, j) -> 1))
            .getMessage());
  }
}
