package dev.nightwarden.enrich;

import dev.nightwarden.geo.Network;
import dev.nightwarden.geo.NetworkReader;
import dev.nightwarden.geo.Place;
import dev.nightwarden.geo.PlaceReader;
import dev.nightwarden.geo.Status;
import dev.nightwarden.geo.Take;
import dev.nightwarden.geo.WrittenAddress;
import dev.nightwarden.sql.ShippedFiles;
import dev.nightwarden.value.FieldPath;
import dev.nightwarden.value.Json;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Adds to records who their user is, where the address is and whose network it is in.
 *
 * <p>Nothing of a record is lost. What gives way to something added is kept under {@code original},
 * by its path: {@code original.user}, {@code original.geo.city}. Other keys in a {@code geo} or
 * {@code network} of the record's own stay. An {@code original} of its own becomes {@code
 * original.original}.
 */
public final class Enricher implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where that is kept whose place something added took. */
  public static final String ORIGINAL = "original";

  private static final String GEO = "geo";
  private static final String NETWORK = "network";

  private static final Map<String, String> PLACE_PATHS =
      paths(
          GEO,
          "city",
          "subdivision",
          "country",
          "country_code",
          "continent",
          "latitude",
          "longitude",
          "x",
          "y",
          "z");

  private static final Map<String, String> NETWORK_PATHS = paths(NETWORK, "number", "owner");

  /** Addresses repeat; what is known of so many is kept for each task. */
  private static final int MOST_KNOWN = 4_096;

  private static final int LONGEST_KNOWN = 80;

  /** The types of what is added, where they are not text, as SQL has them. */
  public static final Map<String, String> TYPES =
      Map.of(
          "geo.latitude", "double",
          "geo.longitude", "double",
          "geo.x", "double",
          "geo.y", "double",
          "geo.z", "double",
          "network.number", "long");

  private final FieldPath userField;
  private final Users users;
  private final FieldPath ip;
  private final Take take;
  private final String cityDb;
  private final String asnDb;
  private transient PlaceReader places;
  private transient NetworkReader networks;
  private transient Map<String, Found> knownPlaces;
  private transient Map<String, Found> knownNetworks;

  /** What is known of an address, ready to be added; without nulls. */
  private record Found(String status, Map<String, Object> values) {
    Found {
      values.values().removeIf(Objects::isNull);
    }
  }

  /**
   * What was added to a record: each null where it was not asked for.
   *
   * @param user {@link Naming} in lower case
   * @param place {@link Status} in lower case
   * @param network the same
   * @param cut {@link WrittenAddress.Cut} in lower case; null where nothing was cut from the
   *     address
   */
  public record Outcome(String user, String place, String network, String cut) {
    static final Outcome NOTHING = new Outcome(null, null, null);

    /** Of an address that was written alone. */
    public Outcome(String user, String place, String network) {
      this(user, place, network, null);
    }
  }

  /** What became of a user's name. */
  public enum Naming {
    /** By an entry of the map. */
    MAPPED,
    /** It got the domain. */
    WITH_DOMAIN,
    /** It stayed as it is. */
    UNCHANGED,
    /** There was none: missing, null or empty. */
    NONE,
    /** An array, object or boolean, which stayed as it is. */
    NO_NAME
  }

  /**
   * Prepares for the records of one transport.
   *
   * @param identity null: names stay
   * @param geoip null: no place, no network
   * @param databases must be there where geoip is
   */
  public Enricher(Identity identity, Geoip geoip, GeoDatabases databases) {
    if (geoip != null && databases == null) {
      throw new IllegalArgumentException("geoip of a transport needs the databases");
    }
    userField = identity == null ? null : FieldPath.of(identity.field());
    users = identity == null ? null : new Users(identity);
    ip = geoip == null ? null : FieldPath.of(geoip.ip());
    take = geoip == null ? null : geoip.take();
    cityDb = geoip == null ? null : databases.cityDb();
    asnDb = geoip == null ? null : databases.asnDb();
  }

  /**
   * Enriches a record in place.
   *
   * @param day its event date, in days since 1970
   */
  public Outcome enrich(Map<String, Object> record, long day) {
    return enrich(record, day, Map.of());
  }

  /**
   * Enriches a record in place.
   *
   * @param day its event date, in days since 1970
   * @param replaced what gave way already, to be kept with the rest
   */
  public Outcome enrich(Map<String, Object> record, long day, Map<String, Object> replaced) {
    if (users == null && ip == null && replaced.isEmpty()) {
      return Outcome.NOTHING;
    }
    String text = ip == null ? null : text(ip.find(record));
    WrittenAddress written = WrittenAddress.isAbsent(text) ? null : WrittenAddress.of(text, take);
    String address = written == null ? text : written.literal();
    Map<String, Object> originals = ownOriginals(record);
    originals.putAll(replaced);
    String user = users == null ? null : name(record, day, originals);
    String place = cityDb == null ? null : place(record, address, originals);
    String network = asnDb == null ? null : network(record, address, originals);
    if (!originals.isEmpty()) {
      record.put(ORIGINAL, originals);
    }
    boolean isWhole = written == null || written.cut() == WrittenAddress.Cut.NOTHING;
    return new Outcome(user, place, network, isWhole ? null : text(written.cut()));
  }

  /**
   * Puts values into a record as its fields.
   *
   * @return what they took the place of, for {@link #enrich(Map, long, Map)} to keep
   */
  public static Map<String, Object> put(Map<String, Object> record, Map<String, String> values) {
    if (values.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> replaced = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          Object own = record.put(key, value);
          keep(key, Objects.equals(own, value) ? null : own, replaced);
        });
    return replaced;
  }

  /** Makes room under {@code original}, also where a flat record has keys such as original.user. */
  private static Map<String, Object> ownOriginals(Map<String, Object> record) {
    Map<String, Object> originals = new LinkedHashMap<>();
    List<String> own = null;
    for (String key : record.keySet()) {
      if (key.startsWith(ORIGINAL)
          && (key.length() == ORIGINAL.length() || key.charAt(ORIGINAL.length()) == '.')) {
        own = own == null ? new ArrayList<>() : own;
        own.add(key);
      }
    }
    if (own != null) {
      own.forEach(key -> originals.put(key, record.remove(key)));
    }
    return originals;
  }

  private String name(Map<String, Object> record, long day, Map<String, Object> originals) {
    Object given = userField.find(record);
    if (given == null || given.equals("")) {
      return text(Naming.NONE);
    }
    if (!(given instanceof String || given instanceof Number)) {
      return text(Naming.NO_NAME);
    }
    String name = given instanceof BigDecimal decimal ? decimal.toPlainString() : given.toString();
    originals.put(userField.toString(), given);
    String mapped = users.mapped(name, day);
    if (mapped != null) {
      userField.replace(record, mapped);
      return text(Naming.MAPPED);
    }
    if (users.takesDomain(name)) {
      userField.replace(record, users.withDomain(name));
      return text(Naming.WITH_DOMAIN);
    }
    return text(Naming.UNCHANGED);
  }

  private String place(Map<String, Object> record, String address, Map<String, Object> originals) {
    if (places == null) {
      places = PlaceReader.open(ShippedFiles.locate(cityDb));
      knownPlaces = new HashMap<>();
    }
    Found found = known(knownPlaces, address, this::findPlace);
    add(record, GEO, PLACE_PATHS, found.values(), originals);
    return found.status();
  }

  private Found findPlace(String address) {
    Place place = places.find(address);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("city", place.city());
    values.put("subdivision", place.subdivision());
    values.put("country", place.country());
    values.put("country_code", place.countryCode());
    values.put("continent", place.continent());
    values.put("latitude", number(place.latitude()));
    values.put("longitude", number(place.longitude()));
    values.put("x", number(place.x()));
    values.put("y", number(place.y()));
    values.put("z", number(place.z()));
    return new Found(text(place.status()), values);
  }

  private String network(
      Map<String, Object> record, String address, Map<String, Object> originals) {
    if (networks == null) {
      networks = NetworkReader.open(ShippedFiles.locate(asnDb));
      knownNetworks = new HashMap<>();
    }
    Found found = known(knownNetworks, address, this::findNetwork);
    add(record, NETWORK, NETWORK_PATHS, found.values(), originals);
    return found.status();
  }

  private Found findNetwork(String address) {
    Network network = networks.find(address);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("number", network.number());
    values.put("owner", network.owner());
    return new Found(text(network.status()), values);
  }

  private static Found known(
      Map<String, Found> known, String address, Function<String, Found> find) {
    Found found = known.get(address);
    if (found == null) {
      found = find.apply(address);
      // A long text is no address; keeping it would only cost memory.
      if (address == null || address.length() <= LONGEST_KNOWN) {
        if (known.size() >= MOST_KNOWN) {
          known.clear();
        }
        known.put(address, found);
      }
    }
    return found;
  }

  /** An array of texts as a list of them; a text that is no address for any other value. */
  private static String text(Object value) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    boolean isList =
        value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    return isList
        ? ((List<?>) value).stream().map(String.class::cast).collect(Collectors.joining(","))
        : "no text";
  }

  /** Puts what was found under a name; a value of the record's own never passes for it. */
  private static void add(
      Map<String, Object> record,
      String name,
      Map<String, String> paths,
      Map<String, Object> values,
      Map<String, Object> originals) {
    Map<String, Object> added = new LinkedHashMap<>();
    Map<String, Object> replaced = new LinkedHashMap<>();
    Object own = record.remove(name);
    if (own instanceof Map<?, ?> map) {
      map.forEach((key, value) -> added.put((String) key, value));
      paths.keySet().forEach(key -> keep(key, added.remove(key), replaced));
    } else {
      keep(name, own, originals);
    }
    if (!replaced.isEmpty()) {
      originals.put(name, replaced);
    }
    // The key of a flat record would win over nesting.
    paths.values().forEach(path -> keep(path, record.remove(path), originals));
    added.putAll(values);
    if (!added.isEmpty()) {
      record.put(name, added);
    }
  }

  private static void keep(String key, Object own, Map<String, Object> originals) {
    if (own != null) {
      originals.put(key, own);
    }
  }

  private static Map<String, String> paths(String name, String... keys) {
    Map<String, String> paths = new LinkedHashMap<>();
    for (String key : keys) {
      paths.put(key, name + '.' + key);
    }
    return paths;
  }

  /** As JSON has it, so that equal numbers are equal. */
  private static Object number(Double number) {
    return number == null ? null : Json.number(BigDecimal.valueOf(number));
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
