package dev.nightwarden.observe;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.reporter.Reporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The hour of the week at which it happened, where it happened: a text such as {@code Sun 03}.
 *
 * @param zone the path of a zone's name; null: none
 * @param place the path of an object with latitude and longitude
 * @param timeZone where neither says one
 * @param holidays a file of dates, which count as Sundays; null: none
 */
@TypeName(
    value = "hour_of_week",
    doc =
        "The local hour of the week, such as \"Sun 03\". With the reporter typical neighbouring"
            + " hours share what is known.")
public record HourOfWeek(
    @Key(doc = "The path of the name of a time zone, such as Europe/Stockholm; default: none.")
        String zone,
    @Key(
            doc =
                "The path of a place with latitude and longitude, whose zone it is where the message"
                    + " names none.",
            fallback = "geo")
        String place,
    @Key(doc = "The time zone where a message says neither.", fallback = "UTC") String timeZone,
    @Key(
            doc =
                "A file of dates, one a line such as 2025-12-25, whatever follows; they count as"
                    + " Sundays. Default: none.")
        String holidays,
    @Key(doc = "What scores the hour.", fallback = "typical") Reporter reporter,
    @Key(doc = Techniques.DOC, decides = false) List<String> attack)
    implements Field, Checked {
  /** How many there are. */
  public static final int HOURS = 168;

  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private static final List<String> VALUES =
      IntStream.range(0, HOURS)
          .mapToObj(hour -> "\"%s %02d\"".formatted(DAYS.get(hour / 24), hour % 24))
          .toList();

  private static final Map<String, Integer> NUMBERS =
      IntStream.range(0, HOURS).boxed().collect(Collectors.toMap(VALUES::get, hour -> hour));

  public HourOfWeek {
    attack = List.copyOf(attack);
  }

  @Override
  public void check() {
    Techniques.check(attack);
    if (Zones.named(timeZone).isEmpty()) {
      throw new IllegalKeyException(
          "time_zone",
          "is %s, of which no time zone is known; give one such as Europe/Stockholm"
              .formatted(timeZone));
    }
    sundays();
  }

  @Override
  public List<String> paths(String name) {
    List<String> paths = new ArrayList<>();
    if (zone != null) {
      paths.add(zone);
    }
    paths.add(place);
    return paths;
  }

  /**
   * The dates that count as Sundays.
   *
   * @throws IllegalKeyException if the file cannot be read, or a line begins with no date
   */
  public NavigableSet<LocalDate> sundays() {
    NavigableSet<LocalDate> dates = new TreeSet<>();
    if (holidays == null) {
      return dates;
    }
    try {
      int number = 0;
      for (String line : Files.readAllLines(Path.of(holidays), StandardCharsets.UTF_8)) {
        number++;
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith("#")) {
          dates.add(date(text, number));
        }
      }
    } catch (IOException | InvalidPathException e) {
      throw new IllegalKeyException("holidays", "cannot be read: " + holidays);
    }
    return dates;
  }

  private LocalDate date(String line, int number) {
    try {
      return LocalDate.parse(line.substring(0, Math.min(10, line.length())));
    } catch (DateTimeException e) {
      throw new IllegalKeyException(
          "holidays",
          "line %d of %s does not begin with a date such as 2025-12-25"
              .formatted(number, holidays));
    }
  }

  /** The value of an hour: from 0, which is {@code Mon 00}. */
  public static String shown(int hour) {
    return VALUES.get(hour);
  }

  /** The hour of a value; negative where it is none. */
  public static int hour(String value) {
    return NUMBERS.getOrDefault(String.valueOf(value), -1);
  }

  static int hour(DayOfWeek day, int hour) {
    return (day.getValue() - 1) * 24 + hour;
  }
}
