package dev.nightwarden.geo;

/** Which settings of a session name the database files. */
public final class GeoFiles {
  /** The session's setting that names the City database of {@code geo_place}. */
  public static final String CITY_DB = "spark.nightwarden.geoip.city_db";

  /** The session's setting that names the ASN database of {@code geo_network}. */
  public static final String ASN_DB = "spark.nightwarden.geoip.asn_db";

  private GeoFiles() {}
}
