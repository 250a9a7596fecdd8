package dev.nightwarden.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * From places to time zones: that of the nearest place that the time zone database names for a
 * zone, in the same country where that is known. Near borders it may be the neighbour's.
 */
final class Zones {
  /** Degrees, minutes and perhaps seconds of latitude and longitude: ISO 6709. */
  private static final Pattern COORDINATES =
      Pattern.compile("([+-])(\\d\\d)(\\d\\d)(\\d\\d)?([+-])(\\d{3})(\\d\\d)(\\d\\d)?");

  private static final int MOST_KEPT = 10_000;
  private static final List<Place> PLACES = places();
  private static final Set<String> COUNTRIES =
      PLACES.stream().map(Place::country).collect(Collectors.toSet());
  private static final Map<String, ZoneId> NEAREST = new ConcurrentHashMap<>();

  private record Place(String country, double x, double y, double z, ZoneId zone) {}

  private Zones() {}

  /** A zone by its name; empty where there is none of it. */
  static Optional<ZoneId> named(String name) {
    try {
      return name == null ? Optional.empty() : Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The zone of a place.
   *
   * @param latitude in degrees
   * @param longitude in degrees
   * @param country its code, such as SE; null, or another text: not known
   * @return empty where these are no degrees
   */
  static Optional<ZoneId> at(double latitude, double longitude, String country) {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      return Optional.empty();
    }
    String within = country != null && COUNTRIES.contains(country) ? country : "";
    String key = within + Math.round(latitude * 100) + ' ' + Math.round(longitude * 100);
    ZoneId known = NEAREST.get(key);
    if (known == null) {
      known = nearest(point(within, latitude, longitude, null));
      if (NEAREST.size() < MOST_KEPT) {
        NEAREST.put(key, known);
      }
    }
    return Optional.of(known);
  }

  private static ZoneId nearest(Place from) {
    Place best = PLACES.get(0);
    double closest = -2;
    for (Place place : PLACES) {
      if (!from.country.isEmpty() && !from.country.equals(place.country)) {
        continue;
      }
      double cosine = from.x * place.x + from.y * place.y + from.z * place.z;
      if (cosine > closest) {
        closest = cosine;
        best = place;
      }
    }
    return best.zone;
  }

  private static Place point(String country, double latitude, double longitude, ZoneId zone) {
    double phi = Math.toRadians(latitude);
    double lambda = Math.toRadians(longitude);
    return new Place(
        country,
        Math.cos(phi) * Math.cos(lambda),
        Math.cos(phi) * Math.sin(lambda),
        Math.sin(phi),
        zone);
  }

  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    try (InputStream table = Zones.class.getResourceAsStream("zones.tab");
        BufferedReader lines = new BufferedReader(new InputStreamReader(table, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          List<String> parts = List.of(line.split("\t", -1));
          Optional<ZoneId> zone = named(parts.get(2));
          // A zone that is newer than this JDK's own table is one that its clock cannot tell.
          zone.ifPresent(known -> places.add(place(parts.get(0), parts.get(1), known)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return places;
  }

  private static Place place(String country, String coordinates, ZoneId zone) {
    Matcher parts = COORDINATES.matcher(coordinates);
    if (!parts.matches()) {
      throw new IllegalStateException("zones.tab has the coordinates " + coordinates);
    }
    return point(country, degrees(parts, 1), degrees(parts, 5), zone);
  }

  private static double degrees(Matcher parts, int sign) {
    String seconds = parts.group(sign + 3);
    double degrees =
        Integer.parseInt(parts.group(sign + 1))
            + Integer.parseInt(parts.group(sign + 2)) / 60.0
            + (seconds == null ? 0 : Integer.parseInt(seconds) / 3600.0);
    return parts.group(sign).equals("-") ? -degrees : degrees;
  }
}
