package dev.nightwarden.geo;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.record.Location;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks up where addresses are, in a City (or Enterprise) database of MaxMind's format. Safe for
 * use by many threads; opening a file twice maps it once.
 */
public final class PlaceReader {
  private static final MmdbFile.Edition<Place> EDITION =
      new MmdbFile.Edition<>("City", List.of("City", "Enterprise"), PlaceReader::ask, Place::not);

  private final MmdbFile<Place> database;

  private PlaceReader(MmdbFile<Place> database) {
    this.database = database;
  }

  /**
   * Opens a database file.
   *
   * @throws IllegalArgumentException for a file that is missing, truncated, no database, or of
   *     another edition
   */
  public static PlaceReader open(Path file) {
    return new PlaceReader(MmdbFile.open(file, EDITION));
  }

  /**
   * Where an address is.
   *
   * @param ip as the log wrote it, see {@link WrittenAddress}: of several the {@link Take#LAST};
   *     never looked up as a name; may be null
   * @return never null; see {@link Place#status}
   */
  public Place find(String ip) {
    return database.find(ip);
  }

  private static Optional<Place> ask(DatabaseReader reader, InetAddress address)
      throws IOException, GeoIp2Exception {
    return reader.tryCity(address).map(PlaceReader::place);
  }

  private static Place place(CityResponse found) {
    Location location = found.location();
    Double latitude = location.latitude();
    Double longitude = location.longitude();
    boolean known = latitude != null && longitude != null;
    double[] point = known ? UnitSphere.point(latitude, longitude) : null;
    return new Place(
        Status.FOUND,
        found.city().name(),
        found.mostSpecificSubdivision().name(),
        found.country().isoCode(),
        found.country().name(),
        found.continent().name(),
        latitude,
        longitude,
        known ? (Double) point[0] : null,
        known ? (Double) point[1] : null,
        known ? (Double) point[2] : null);
  }
}
