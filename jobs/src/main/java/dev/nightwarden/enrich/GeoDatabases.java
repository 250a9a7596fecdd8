package dev.nightwarden.enrich;

import dev.nightwarden.geo.GeoFiles;
import dev.nightwarden.geo.NetworkReader;
import dev.nightwarden.geo.PlaceReader;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.sql.ShippedFiles;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * The database files that place and network are looked up in. A machine that lacks the path takes
 * the file of that name that was shipped with {@code --files}.
 */
public record GeoDatabases(
    @Key(doc = "A City database of MaxMind's format (.mmdb); without it there are no places.")
        String cityDb,
    @Key(doc = "An ASN (or ISP) database of MaxMind's format (.mmdb); without it, no networks.")
        String asnDb)
    implements Serializable, Checked {
  private static final long serialVersionUID = 1L;

  @Override
  public void check() {
    if (cityDb == null && asnDb == null) {
      throw new IllegalKeyException("city_db", "and asn_db are both missing; give one or both");
    }
  }

  /**
   * Opens the files on this machine and does some work, during which they are those of the SQL
   * functions {@code geo_place} and {@code geo_network} in a session.
   *
   * @param databases null for none: the session keeps what it has
   * @throws IllegalKeyException under {@code geoip} for a file that is missing, truncated, no
   *     database, or of another edition
   */
  public static <T> T using(SparkSession spark, GeoDatabases databases, Supplier<T> work) {
    Map<String, String> before = new LinkedHashMap<>();
    if (databases != null) {
      open("city_db", databases.cityDb, PlaceReader::open);
      open("asn_db", databases.asnDb, NetworkReader::open);
      set(spark, GeoFiles.CITY_DB, databases.cityDb, before);
      set(spark, GeoFiles.ASN_DB, databases.asnDb, before);
    }
    try {
      return work.get();
    } finally {
      before.forEach((key, file) -> put(spark, key, file));
    }
  }

  private static void open(String key, String file, Consumer<Path> reader) {
    if (file == null) {
      return;
    }
    try {
      reader.accept(ShippedFiles.locate(file));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IllegalKeyException("geoip." + key, "cannot be used: " + e.getMessage());
    }
  }

  private static void set(SparkSession spark, String key, String file, Map<String, String> before) {
    before.put(key, spark.conf().get(key, null));
    put(spark, key, file);
  }

  private static void put(SparkSession spark, String key, String file) {
    if (file == null) {
      spark.conf().unset(key);
    } else {
      spark.conf().set(key, file);
    }
  }
}
