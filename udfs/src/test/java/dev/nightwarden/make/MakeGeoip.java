package dev.nightwarden.make;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a City and an ASN database in MaxMind's format from a table of networks:
 *
 * <pre>scripts/make-geoip [networks.csv [FOLDER]]</pre>
 *
 * <p>It writes city.mmdb and asn.mmdb into FOLDER (default: the table's own; the table by default
 * is test-data/geoip/networks.csv). Columns, in any order: network, city, subdivision,
 * country_code, country, continent, latitude, longitude, asn, as_owner. Empty cells are left out; a
 * smaller network overrides a larger one around it; lines that start with # are comments. Equal
 * tables give equal bytes.
 *
 * <p>Real databases come from MaxMind. The format: https://maxmind.github.io/MaxMind-DB/
 */
public final class MakeGeoip {
  private MakeGeoip() {}

  public static void main(String[] args) throws IOException {
    int code = run(args, System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Exit code 0; 1 for a table that is refused, 2 for one that is not there. */
  public static int run(String[] args, PrintStream out, PrintStream err) throws IOException {
    Path table = Path.of(args.length > 0 ? args[0] : "test-data/geoip/networks.csv");
    Path folder = args.length > 1 ? Path.of(args[1]) : table.toAbsolutePath().getParent();
    if (args.length > 2 || !Files.isRegularFile(table)) {
      err.println("usage: scripts/make-geoip [networks.csv [FOLDER]]; no table at " + table);
      return 2;
    }
    try {
      List<NetworkRow> networks = NetworkTable.read(Files.readAllLines(table));
      Files.createDirectories(folder);
      Path city = folder.resolve("city.mmdb");
      Path asn = folder.resolve("asn.mmdb");
      Files.write(city, MmdbImage.database(networks, true, "Nightwarden-City"));
      Files.write(asn, MmdbImage.database(networks, false, "Nightwarden-GeoLite2-ASN"));
      out.printf("%d networks -> %s, %s%n", networks.size(), city, asn);
      return 0;
    } catch (RefusedTableException e) {
      err.println(table + ":" + e.getMessage());
      return 1;
    }
  }
}
