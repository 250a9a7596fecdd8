package dev.nightwarden.observe;

import dev.nightwarden.value.Numbers;
import dev.nightwarden.value.Values;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.unsafe.types.VariantVal;

/**
 * The value of a field {@link HourOfWeek} of a message.
 *
 * @param zone the path of a zone's name; null: none
 * @param place the path of a place
 * @param otherwise the zone where neither says one
 * @param sundays dates that count as Sundays
 */
record LocalHours(String zone, String place, String otherwise, HashSet<LocalDate> sundays)
    implements UDF2<VariantVal, Long, String>, Serializable {
  static LocalHours of(HourOfWeek field) {
    return new LocalHours(
        field.zone(), field.place(), field.timeZone(), new HashSet<>(field.sundays()));
  }

  /**
   * Tells the hour, as {@link HourOfWeek#shown} has it.
   *
   * @param micros when it happened, since 1970
   */
  @Override
  public String call(VariantVal data, Long micros) {
    ZonedDateTime local = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(zoneOf(data));
    boolean isHoliday = sundays.contains(local.toLocalDate());
    return HourOfWeek.shown(
        HourOfWeek.hour(isHoliday ? DayOfWeek.SUNDAY : local.getDayOfWeek(), local.getHour()));
  }

  private ZoneId zoneOf(VariantVal data) {
    Optional<ZoneId> named =
        zone == null ? Optional.empty() : Zones.named(Values.textAt(data, zone));
    return named.or(() -> zoneOfPlace(data)).orElseGet(() -> ZoneId.of(otherwise));
  }

  private Optional<ZoneId> zoneOfPlace(VariantVal data) {
    Double latitude = Numbers.doubleAt(data, place + ".latitude");
    Double longitude = Numbers.doubleAt(data, place + ".longitude");
    return latitude == null || longitude == null
        ? Optional.empty()
        : Zones.at(latitude, longitude, Values.textAt(data, place + ".country_code"));
  }
}
