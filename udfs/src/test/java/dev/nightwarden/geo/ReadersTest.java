package dev.nightwarden.geo;

import static java.io.OutputStream.nullOutputStream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.make.MakeGeoip;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads databases that {@link MakeGeoip} made of networks.csv. */
class ReadersTest {
  @TempDir private static Path folder;
  private static Path city;
  private static Path asn;

  @BeforeAll
  static void makeDatabases() throws Exception {
    Path table = Path.of(ReadersTest.class.getResource("networks.csv").toURI());
    makeGeoip(table, folder);
    city = folder.resolve("city.mmdb");
    asn = folder.resolve("asn.mmdb");
  }

  @Test
  void placeHasEverythingTheDatabaseKnows() {
    Place place = PlaceReader.open(city).find("198.51.100.7");
    double[] point = UnitSphere.point(58.4167, 15.6167);
    assertEquals(
        new Place(
            Status.FOUND,
            "Linköping",
            "Östergötland County",
            "SE",
            "Sweden",
            "Europe",
            58.4167,
            15.6167,
            point[0],
            point[1],
            point[2]),
        place);
  }

  @Test
  void networkHasNumberAndOwner() {
    NetworkReader networks = NetworkReader.open(asn);
    assertEquals(new Network(Status.FOUND, 64496L, "Bredband2 AB"), networks.find("198.51.100.7"));
    assertEquals(
        new Network(Status.FOUND, 4_294_967_295L, "CHINA UNICOM China169 Backbone"),
        networks.find("203.0.113.255"));
    assertEquals(
        new Network(Status.FOUND, 64497L, "Åkes \"snabba\" nät, Norrköping"),
        networks.find("198.51.100.200"));
  }

  @Test
  void smallerNetworksOverrideLargerOnes() {
    PlaceReader places = PlaceReader.open(city);
    assertEquals("Linköping", places.find("198.51.100.127").city());
    assertEquals("Norrköping", places.find("198.51.100.128").city());
    assertEquals("Norrköping", places.find("198.51.100.201").city());
    Place known = places.find("198.51.100.200");
    assertEquals(Status.FOUND, known.status());
    assertEquals("Sweden", known.country());
    assertNull(known.city());
    assertNull(known.latitude());
    assertNull(known.x());
  }

  @Test
  void sixAndFourAreBothRead() {
    PlaceReader places = PlaceReader.open(city);
    NetworkReader networks = NetworkReader.open(asn);
    assertEquals("London", places.find("2001:db8::1").city());
    assertEquals("Sydney", places.find("2001:DB8:FFFF::9").city());
    assertEquals(64500L, networks.find("2001:db8:ffff::").number());
    assertEquals("Changchun", places.find("::ffff:203.0.113.9").city());
  }

  @Test
  void whatIsNotFoundIsNullWithItsReason() {
    PlaceReader places = PlaceReader.open(city);
    NetworkReader networks = NetworkReader.open(asn);
    assertEquals(Place.not(Status.NONE), places.find(null));
    assertEquals(Place.not(Status.NONE), places.find(""));
    assertEquals(Place.not(Status.PRIVATE), places.find("192.168.1.1"));
    assertEquals(Place.not(Status.PRIVATE), places.find("fd00::7"));
    assertEquals(Place.not(Status.UNKNOWN), places.find("8.8.8.8"));
    assertEquals(Place.not(Status.UNKNOWN), places.find("192.0.2.1"));
    assertEquals(Place.not(Status.MALFORMED), places.find("evil.example.com"));
    assertEquals(Network.not(Status.MALFORMED), networks.find("1.2.3.4; DROP"));
    assertEquals(Network.not(Status.UNKNOWN), networks.find("198.18.0.1"));
  }

  @Test
  void privateNetworkThatTheDatabaseKnowsIsFound() {
    assertEquals("Head Office", PlaceReader.open(city).find("10.9.3.4").city());
    assertEquals(Place.not(Status.PRIVATE), PlaceReader.open(city).find("10.8.3.4"));
  }

  @Test
  void manyThreadsShareOneReader() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 5000; i++) {
                    String ip = "198.51.100." + i % 128;
                    if (!PlaceReader.open(city).find(ip).city().equals("Linköping")) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      for (Future<Boolean> each : all) {
        assertTrue(each.get(60, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void replacedFileIsReadAfresh(@TempDir Path other) throws IOException {
    Path table = other.resolve("networks.csv");
    String header = "network,city,subdivision,country_code,country,continent,latitude,longitude";
    Files.writeString(table, header + ",asn,as_owner\n1.2.3.0/24,Oslo,,,,,,,7,Old\n");
    makeGeoip(table, other);
    Path file = other.resolve("asn.mmdb");
    assertEquals("Old", NetworkReader.open(file).find("1.2.3.4").owner());
    Files.writeString(table, header + ",asn,as_owner\n1.2.3.0/24,Oslo,,,,,,,7,New\n");
    makeGeoip(table, other);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2031-01-01T00:00:00Z")));
    assertEquals("New", NetworkReader.open(file).find("1.2.3.4").owner());
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("nowhere.mmdb");
    assertRefused(
        file + ": no such file; MaxMind's City database (.mmdb) belongs there",
        () -> PlaceReader.open(file));
  }

  @Test
  void truncatedFileIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(city);
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 200}) {
      Path file = folder.resolve("cut-" + length + ".mmdb");
      Files.write(file, Arrays.copyOf(whole, length));
      var error = assertThrows(IllegalArgumentException.class, () -> PlaceReader.open(file));
      assertTrue(
          error.getMessage().startsWith(file + ": truncated, or no MaxMind database: "),
          error.getMessage());
    }
  }

  @Test
  void wrongEditionIsNamed() {
    assertRefused(
        asn
            + ": is a Nightwarden-GeoLite2-ASN database; City is needed (a type with"
            + " City or Enterprise in its name)",
        () -> PlaceReader.open(asn));
    assertRefused(
        city
            + ": is a Nightwarden-City database; ASN is needed (a type with"
            + " GeoLite2-ASN or GeoIP2-ISP in its name)",
        () -> NetworkReader.open(city));
  }

  private static void makeGeoip(Path table, Path into) throws IOException {
    String[] arguments = {table.toString(), into.toString()};
    assertEquals(0, MakeGeoip.run(arguments, new PrintStream(nullOutputStream()), System.err));
  }

  private static void assertRefused(String message, Runnable action) {
    var error = assertThrows(IllegalArgumentException.class, action::run);
    assertEquals(message, error.getMessage());
  }
}
