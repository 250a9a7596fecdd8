package dev.nightwarden.train;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRAINED_FOR;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The table {@code forests}: what is there, and what of it is replaced or removed. */
record ForestStore(Warehouse warehouse) {
  /** The training dates of each profile whose forests are there, and how these were grown. */
  Map<String, Map<LocalDate, TrainingDates.Grown>> there() {
    Map<String, Map<LocalDate, TrainingDates.Grown>> there = new TreeMap<>();
    for (Row row :
        warehouse
            .read(Table.FORESTS)
            .select(
                col(PROFILE), col(TRAINED_FOR).cast("string"), col("settings"), col("in_sample"))
            .distinct()
            .collectAsList()) {
      there
          .computeIfAbsent(row.getString(0), profile -> new TreeMap<>())
          .put(
              LocalDate.parse(row.getString(1)),
              new TrainingDates.Grown(row.getString(2), row.getBoolean(3)));
    }
    return there;
  }

  /**
   * The forests of a profile trained for some dates, with the columns that the model asks for.
   *
   * @param settings the hash of what decides them; others are left out
   */
  Dataset<Row> stored(String profile, String settings, SortedSet<LocalDate> trainedFor) {
    return named(
        warehouse
            .read(Table.FORESTS)
            .where(col(TRAINED_FOR).isin(trainedFor.toArray()))
            .where(col(PROFILE).equalTo(profile))
            .where(col("settings").equalTo(settings)));
  }

  /** Rows of {@code forests} with the names of columns that the model asks for. */
  static Dataset<Row> named(Dataset<Row> forests) {
    return forests
        .withColumnRenamed(ACTOR, ForestEvents.ACTOR)
        .withColumnRenamed(TRAINED_FOR, ForestEvents.TRAINED_FOR);
  }

  /** The condition, as SQL, of the rows of a profile that were trained for some dates. */
  static String slice(String profile, SortedSet<LocalDate> trainedFor) {
    return "(profile = '%s' AND %s)".formatted(profile, Slices.sql(TRAINED_FOR, trainedFor));
  }

  /** Replaces some slices by these rows, in one commit. */
  void replace(List<String> slices, Dataset<Row> forests) {
    warehouse.replace(Table.FORESTS, forests, String.join(" OR ", slices));
  }

  /** Removes some slices in one commit. */
  void remove(List<String> slices) {
    if (!slices.isEmpty()) {
      warehouse.delete(Table.FORESTS, String.join(" OR ", slices));
    }
  }

  /**
   * Removes forests that were trained long before a date.
   *
   * @param keepDays by profile, how many dates before; other profiles' forests stay
   */
  void removeOld(LocalDate newest, Map<String, Integer> keepDays) {
    List<String> slices = new ArrayList<>();
    there()
        .forEach(
            (profile, ofProfile) -> {
              if (keepDays.containsKey(profile)) {
                SortedSet<LocalDate> old =
                    new TreeSet<>(ofProfile.keySet())
                        .headSet(newest.minusDays(keepDays.get(profile)));
                if (!old.isEmpty()) {
                  slices.add(slice(profile, old));
                }
              }
            });
    remove(slices);
  }
}
