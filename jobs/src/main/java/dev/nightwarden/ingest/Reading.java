package dev.nightwarden.ingest;

import java.time.Instant;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;

/**
 * One asking of a transport for its raw records.
 *
 * @param transport the transport's name in the config
 * @param now when the run takes place
 * @param wanted whether a file is to be read: not yet read as it is now
 */
public record Reading(
    SparkSession spark, String transport, Instant now, Predicate<SourceFile> wanted) {}
