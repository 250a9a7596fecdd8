package dev.nightwarden.geo;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.sql.Argument;
import dev.nightwarden.sql.Example;
import dev.nightwarden.sql.ShippedFiles;
import dev.nightwarden.sql.SqlFunction;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Place and network as SQL functions. They read the files that the session names in {@link
 * GeoFiles#CITY_DB} and {@link GeoFiles#ASN_DB} at the time a query is analyzed.
 */
public final class GeoFunctions {
  private static final StructType PLACE =
      StructType.fromDDL(
          """
          city STRING, subdivision STRING, country STRING, country_code STRING, continent STRING,
          latitude DOUBLE, longitude DOUBLE, x DOUBLE, y DOUBLE, z DOUBLE, status STRING
          """);

  private static final StructType NETWORK =
      StructType.fromDDL("number BIGINT, owner STRING, status STRING");

  private static final String NULLS =
      "Never null: a null gives a struct whose status is none. All but the status is null unless"
          + " that is found.";

  private static final String STATUS =
      " Its status is found, none (no address), private, unknown or malformed.";

  private static final Argument IP =
      new Argument(
          "ip",
          "string",
          "an IPv4 or IPv6 address; port, brackets and zone are cut, and of several the last public"
              + " one counts");

  private static final List<SqlFunction> ALL =
      List.of(
          new SqlFunction(
              "geo_place",
              List.of(IP),
              "Where an address is: latitude and longitude in degrees, and x, y, z on the unit"
                  + " sphere."
                  + STATUS,
              PLACE.simpleString(),
              NULLS,
              needs("City", GeoFiles.CITY_DB, "city.mmdb"),
              List.of(
                  new Example("geo_place('203.0.113.161').city", "Lima"),
                  new Example("geo_place('10.0.0.1').status", "private")),
              GeoFunctions::place),
          new SqlFunction(
              "geo_network",
              List.of(IP),
              "Whose network an address is in: the autonomous system's number and owner." + STATUS,
              NETWORK.simpleString(),
              NULLS,
              needs("ASN", GeoFiles.ASN_DB, "asn.mmdb"),
              List.of(
                  new Example(
                      "geo_network('203.0.113.161')", "{64504, Miraflores Telecom SA, found}")),
              GeoFunctions::network),
          new SqlFunction(
              "ip_address",
              List.of(
                  new Argument(
                      "text",
                      "string",
                      "such as 192.0.2.5:443 or [2001:db8::5]:443, or a list of them")),
              "The IPv4 or IPv6 address in a text; of several, the last public one.",
              "string",
              "Null where there is none, and for a null.",
              List.of(new Example("ip_address('192.0.2.5:443, 10.0.0.1')", "192.0.2.5")),
              arguments ->
                  udf((UDF1<String, String>) GeoFunctions::address, DataTypes.StringType)
                      .withName("ip_address")
                      .apply(arguments.get(0).cast(DataTypes.StringType))));

  private GeoFunctions() {}

  /** All of them, in the order in which a listing shows them. */
  public static List<SqlFunction> all() {
    return ALL;
  }

  private static String needs(String kind, String key, String demo) {
    return "It reads the %s database, of MaxMind's format, that %s names: in the examples %s"
        .formatted(kind, key, "test-data/geoip/" + demo + ".");
  }

  private static Column place(List<Column> arguments) {
    String file = setting("geo_place", GeoFiles.CITY_DB);
    PlaceReader.open(ShippedFiles.locate(file));
    return apply("geo_place", new Places(file), PLACE, arguments);
  }

  private static Column network(List<Column> arguments) {
    String file = setting("geo_network", GeoFiles.ASN_DB);
    NetworkReader.open(ShippedFiles.locate(file));
    return apply("geo_network", new Networks(file), NETWORK, arguments);
  }

  private static Column apply(
      String name, UDF1<String, Row> find, StructType type, List<Column> arguments) {
    return udf(find, type)
        .withName(name)
        .asNonNullable()
        .apply(arguments.get(0).cast(DataTypes.StringType));
  }

  private static String address(String text) {
    WrittenAddress written = text == null ? null : WrittenAddress.of(text, Take.LAST);
    return written == null ? null : written.literal();
  }

  private static String setting(String function, String key) {
    String file = SparkSession.active().conf().get(key, "");
    if (file.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no database: name the .mmdb file with spark.conf().set(\"%s\", PATH), --conf, or %s"
              .formatted(function, key, "the config's geoip section"));
    }
    return file;
  }

  private static String text(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** Opens its file where it runs, once for each task. */
  private static final class Places implements UDF1<String, Row> {
    private static final long serialVersionUID = 1L;
    private final String file;
    private transient PlaceReader reader;

    Places(String file) {
      this.file = file;
    }

    @Override
    public Row call(String ip) {
      if (reader == null) {
        reader = PlaceReader.open(ShippedFiles.locate(file));
      }
      Place place = reader.find(ip);
      return RowFactory.create(
          place.city(),
          place.subdivision(),
          place.country(),
          place.countryCode(),
          place.continent(),
          place.latitude(),
          place.longitude(),
          place.x(),
          place.y(),
          place.z(),
          text(place.status()));
    }
  }

  /** Opens its file where it runs, once for each task. */
  private static final class Networks implements UDF1<String, Row> {
    private static final long serialVersionUID = 1L;
    private final String file;
    private transient NetworkReader reader;

    Networks(String file) {
      this.file = file;
    }

    @Override
    public Row call(String ip) {
      if (reader == null) {
        reader = NetworkReader.open(ShippedFiles.locate(file));
      }
      Network network = reader.find(ip);
      return RowFactory.create(network.number(), network.owner(), text(network.status()));
    }
  }
}
