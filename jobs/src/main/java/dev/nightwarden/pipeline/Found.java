package dev.nightwarden.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a detector found.
 *
 * @param anomalies rows of {@code anomalies}, not computed yet; without {@code ln_tail} or {@code
 *     learning} these are null
 * @param afterwards called once they are written: adds and logs their counts
 */
public record Found(Dataset<Row> anomalies, Runnable afterwards) {}
