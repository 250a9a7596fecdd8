package dev.nightwarden.ingest;

import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;

/**
 * One request to a transport for its raw records.
 *
 * @param landing where a transport that fetches its records has put them
 * @param warehouse the tables, and the session to read by
 * @param wanted whether a file is to be read: not yet read as it is now
 */
public record Reading(Landing landing, Warehouse warehouse, Predicate<SourceFile> wanted) {
  /** The transport's name in the config. */
  public String transport() {
    return landing.transport();
  }

  /** When the run takes place. */
  public Instant now() {
    return landing.now();
  }

  /** The session to read by. */
  public SparkSession spark() {
    return warehouse.spark();
  }
}
