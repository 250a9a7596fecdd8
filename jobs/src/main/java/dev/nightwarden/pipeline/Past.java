package dev.nightwarden.pipeline;

import java.time.LocalDate;
import java.util.NavigableSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a judge may compare with.
 *
 * @param dates those to be judged; anomalies of earlier ones are there to be compared with
 * @param actorDates rows of {@code actor_dates}, those of earlier dates among them
 */
public record Past(NavigableSet<LocalDate> dates, Dataset<Row> actorDates) {}
