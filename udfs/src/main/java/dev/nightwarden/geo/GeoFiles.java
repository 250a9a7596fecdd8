package dev.nightwarden.geo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/** Where a database file is, on the machine that asks. */
public final class GeoFiles {
  /** The session's setting that names the City database of {@code geo_place}. */
  public static final String CITY_DB = "spark.nightwarden.geoip.city_db";

  /** The session's setting that names the ASN database of {@code geo_network}. */
  public static final String ASN_DB = "spark.nightwarden.geoip.asn_db";

  private GeoFiles() {}

  /**
   * The file of a path: itself, where this machine has it; else the file of its name that was
   * shipped with {@code --files}, where there is one; else the path as given.
   */
  public static Path locate(String path) {
    Path given = Path.of(path);
    if (Files.exists(given) || given.getFileName() == null || SparkEnv.get() == null) {
      return given;
    }
    Path shipped = Path.of(SparkFiles.get(given.getFileName().toString()));
    return Files.exists(shipped) ? shipped : given;
  }
}
