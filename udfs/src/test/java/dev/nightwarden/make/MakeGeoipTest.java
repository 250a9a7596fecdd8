package dev.nightwarden.make;

import static java.io.OutputStream.nullOutputStream;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeGeoipTest {
  /** Seen from the module's folder, where tests run. */
  private static final Path DEMO = Path.of("../test-data/geoip");

  @Test
  void databasesOfTheDemoAreWhatIsMadeOfTheirTable(@TempDir Path other) throws IOException {
    assertEquals("", makeGeoip(DEMO.resolve("networks.csv"), other));
    for (String name : List.of("city.mmdb", "asn.mmdb")) {
      assertArrayEquals(
          Files.readAllBytes(other.resolve(name)),
          Files.readAllBytes(DEMO.resolve(name)),
          () -> name + " is not up to date; run scripts/make-geoip");
    }
  }

  @Test
  void tableThatCannotBeUsedIsRefusedWithItsLine(@TempDir Path other) throws IOException {
    String header = "network,city,subdivision,country_code,country,continent,latitude,longitude";
    String columns = header + ",asn,as_owner\n";
    assertTableRefused(other, header + "\n", ":1: columns are [network, city, subdivision");
    assertTableRefused(other, columns + "1.2.3.0/24,a\n", ":2: 2 cells, not 10\n");
    assertTableRefused(
        other,
        columns + "#\nexample.com/24,,,,,,,,,\n",
        ":3: network is example.com/24; write it like 198.51.100.0/24, zero behind the prefix\n");
    assertTableRefused(
        other, columns + "1.2.3.4/24,,,,,,,,,\n", ":2: network is 1.2.3.4/24; write it like");
    assertTableRefused(
        other,
        columns + "1.2.3.0/24,,,,,,91,0,,\n",
        ":2: latitude is 91; allowed: -90.0 to 90.0\n");
    assertTableRefused(
        other, columns + "1.2.3.0/24,,,,,,,,AS7,x\n", ":2: asn is AS7; write a number\n");
    assertTableRefused(
        other,
        columns + "1.2.3.0/24,,,,,,,,7,x\n1.2.3.0/24,,,,,,,,8,y\n",
        ":3: the network of line 2 again\n");
  }

  private static void assertTableRefused(Path folder, String table, String message)
      throws IOException {
    Path file = folder.resolve("networks.csv");
    Files.writeString(file, table);
    String error = makeGeoip(file, folder);
    assertTrue(error.startsWith(file + message), error);
  }

  /** Makes databases; returns what was written to standard error. */
  private static String makeGeoip(Path table, Path into) throws IOException {
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    try (PrintStream err = new PrintStream(error, true, StandardCharsets.UTF_8)) {
      String[] arguments = {table.toString(), into.toString()};
      int code = MakeGeoip.run(arguments, new PrintStream(nullOutputStream()), err);
      assertEquals(error.size() == 0, code == 0);
    }
    return error.toString(StandardCharsets.UTF_8);
  }
}
