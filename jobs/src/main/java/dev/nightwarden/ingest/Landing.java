package dev.nightwarden.ingest;

import dev.nightwarden.table.Warehouse;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a transport that fetches its records puts them, as files that it then reads like any, with
 * {@link LogFiles#landed}.
 *
 * @param transport the transport's name in the config
 * @param now when the run takes place
 */
public record Landing(String transport, Instant now, Warehouse warehouse) {
  /**
   * A folder of the transport's own, as a URI; it need not be there yet.
   *
   * @throws IllegalStateException where the warehouse is a catalog, which has no folder
   */
  public String folder() {
    return warehouse.landing(transport);
  }

  /** How file systems are reached. */
  public Configuration hadoop() {
    return warehouse.spark().sessionState().newHadoopConf();
  }
}
