package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Records;
import dev.nightwarden.geo.AddressBlocks;
import dev.nightwarden.geo.Distance;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds one actor in two places, farther apart than anybody travels in the time between.
 *
 * <p>An actor's located records are read in order, from {@code lookback_days} before the date. The
 * first sets where the actor is. A record within {@code min_km} of there, or one that could be
 * reached from there at {@code max_speed_kmh} since, is where the actor is from now on. Any other
 * is impossible and moves nobody: so of A, B, A the last is no hit, and whoever really went from A
 * to B is there as soon as the trip can be over, unless A is seen meanwhile. Of impossible records
 * one after the other that lie within {@code min_km} of the first of them, whatever is seen of the
 * true place between them, the first of each date is the hit.
 *
 * <p>Two records further apart in time than the longest trip (20,015 km: 22 hours and 15 minutes at
 * 900 km/h) are never impossible. So where an actor was silent for as long within the lookback, the
 * answer is that of its whole history; otherwise it is that of the lookback alone.
 *
 * <p>Distances are {@link Distance#km}. A place out of range (latitude beyond 90 degrees, longitude
 * beyond 180) or without one of the two is passed over.
 */
@TypeName(
    value = "impossible_travel",
    doc = "One actor is in two places, farther apart than anybody travels in the time between.")
public record ImpossibleTravel(
    @Key(doc = "The path of the latitude, in degrees.", fallback = "geo.latitude") String latitude,
    @Key(doc = "The path of the longitude, in degrees.", fallback = "geo.longitude")
        String longitude,
    @Key(doc = "The path of the city, to be shown; default: the coordinates.") String city,
    @Key(doc = "The path of the country, to be shown.") String country,
    @Key(doc = "The path of the address: shown, and what pass_over looks at.") String address,
    @Key(doc = "The fastest trip, in km/h.", fallback = "900", above = 0) double maxSpeedKmh,
    @Key(doc = "Places nearer than this are one, in km.", fallback = "200", min = 0) double minKm,
    @Key(
            doc = "Networks such as 192.0.2.0/24 that say nothing of a place: VPN exits, proxies.",
            commas = true)
        List<String> passOver,
    @Key(
            doc = "Days before the date in which the actor's way is followed.",
            fallback = "30",
            min = 1,
            max = 365)
        int lookbackDays)
    implements AggregationFlag, Checked {
  private static final double HOUR = 3.6e9;
  private static final List<String> FIGURES_IN_ORDER =
      List.of("from", "to", "km", "hours", "kmh", "address", "left", "seen");

  public ImpossibleTravel {
    passOver = List.copyOf(passOver);
  }

  @Override
  public void check() {
    if (!passOver.isEmpty() && address == null) {
      throw new IllegalKeyException("address", "is missing; pass_over looks at it");
    }
    try {
      new AddressBlocks(passOver);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalKeyException(
          "pass_over", "has an entry that cannot be: " + wrong.getMessage());
    }
  }

  @Override
  public String message() {
    return "{actor} was in {from}, and {hours} hours later in {to}, {km} km away: that is {kmh}"
        + " km/h";
  }

  @Override
  public Set<String> figures() {
    return Set.copyOf(FIGURES_IN_ORDER);
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    Collections.addAll(paths, latitude, longitude, city, country, address);
    paths.removeIf(path -> path == null);
    return paths;
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    Inputs inputs = records.inputs();
    Column north = inputs.number(latitude);
    Column east = inputs.number(longitude);
    Column isPlace = north.between(-90, 90).and(east.between(-180, 180));
    return Scan.suspects(
        records,
        when(isPlace.and(not(isPassedOver(inputs))), col(Columns.ACTOR)),
        col(Columns.EVENT_TIME),
        lookbackDays,
        List.of(north, east, shown(inputs, city), shown(inputs, country), shown(inputs, address)),
        FIGURES_IN_ORDER,
        () -> new Traveller(this));
  }

  private Column isPassedOver(Inputs inputs) {
    if (passOver.isEmpty()) {
      return lit(false);
    }
    AddressBlocks blocks = new AddressBlocks(passOver);
    return udf((UDF1<String, Boolean>) blocks::contains, DataTypes.BooleanType)
        .withName("passed_over")
        .apply(inputs.text(address));
  }

  private static Column shown(Inputs inputs, String path) {
    return path == null ? lit(null).cast(DataTypes.StringType) : Figures.text(inputs.text(path));
  }

  /** A place on a record's way. */
  private record Stop(double north, double east, long time, String shown) {
    static Stop of(Row row) {
      double north = row.getDouble(Scan.VALUES);
      double east = row.getDouble(Scan.VALUES + 1);
      String city = row.getString(Scan.VALUES + 2);
      String country = row.getString(Scan.VALUES + 3);
      String shown =
          city == null && country == null
              ? String.format(Locale.ROOT, "%.2f, %.2f", north, east)
              : city == null ? country : country == null ? city : city + ", " + country;
      return new Stop(north, east, Scan.time(row), shown);
    }

    double km(Stop other) {
      return north == other.north && east == other.east
          ? 0
          : Distance.km(north, east, other.north, other.east);
    }
  }

  /** Where one actor is, and where it was last seen without being able to be there. */
  private static final class Traveller implements Scan.Watch {
    private final ImpossibleTravel settings;
    private Stop here;
    private Stop told;
    private boolean isTold;

    Traveller(ImpossibleTravel settings) {
      this.settings = settings;
    }

    @Override
    public void see(Row row, boolean isWanted, Consumer<Scan.Hit> hits) {
      Stop stop = Stop.of(row);
      double km = here == null ? 0 : here.km(stop);
      if (here == null || km < settings.minKm() || km == 0) {
        here = stop;
        return;
      }
      double hours = (stop.time() - here.time()) / HOUR;
      if (km <= settings.maxSpeedKmh() * hours) {
        here = stop;
        told = null;
        return;
      }
      if (told == null || told.km(stop) >= settings.minKm()) {
        told = stop;
        isTold = false;
      }
      if (isWanted && !isTold) {
        isTold = true;
        hits.accept(
            new Scan.Hit(
                Scan.mark(row),
                null,
                Arrays.asList(
                    here.shown(),
                    stop.shown(),
                    Long.toString(Math.round(km)),
                    Figures.number(hours),
                    hours == 0
                        ? Figures.number(Double.POSITIVE_INFINITY)
                        : Long.toString(Math.round(km / hours)),
                    row.getString(Scan.VALUES + 4),
                    Figures.time(here.time()),
                    Figures.time(stop.time()))));
      }
    }

    @Override
    public void end(Consumer<Scan.Hit> hits) {
      // Each is told as it is seen.
    }
  }
}
