package dev.nightwarden.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a detector found.
 *
 * @param anomalies rows of {@code anomalies}, not worked out yet
 * @param afterwards called once they are written: counts and tells what there is to tell
 */
public record Found(Dataset<Row> anomalies, Runnable afterwards) {}
