package dev.nightwarden.geo;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks up whose networks addresses are in, in a database of the edition GeoLite2-ASN or
 * GeoIP2-ISP. Safe for use by many threads; opening a file twice maps it once.
 */
public final class NetworkReader {
  private static final String ISP = "GeoIP2-ISP";
  private static final MmdbFile.Edition<Network> EDITION =
      new MmdbFile.Edition<>("ASN", List.of("GeoLite2-ASN", ISP), NetworkReader::ask, Network::not);

  private final MmdbFile<Network> database;

  private NetworkReader(MmdbFile<Network> database) {
    this.database = database;
  }

  /**
   * Opens a database file.
   *
   * @throws IllegalArgumentException for a file that is missing, truncated, no database, or of
   *     another edition
   */
  public static NetworkReader open(Path file) {
    return new NetworkReader(MmdbFile.open(file, EDITION));
  }

  /**
   * Whose network an address is in.
   *
   * @param ip as the log wrote it, see {@link WrittenAddress}: of several the {@link Take#LAST};
   *     never looked up as a name; may be null
   * @return never null; see {@link Network#status}
   */
  public Network find(String ip) {
    return database.find(ip);
  }

  private static Optional<Network> ask(DatabaseReader reader, InetAddress address)
      throws IOException, GeoIp2Exception {
    if (reader.metadata().databaseType().contains(ISP)) {
      return reader
          .tryIsp(address)
          .map(isp -> network(isp.autonomousSystemNumber(), isp.autonomousSystemOrganization()));
    }
    return reader
        .tryAsn(address)
        .map(asn -> network(asn.autonomousSystemNumber(), asn.autonomousSystemOrganization()));
  }

  private static Network network(Long number, String owner) {
    return new Network(Status.FOUND, number, owner);
  }
}
