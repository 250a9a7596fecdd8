package dev.nightwarden.ingest;

import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a transport that fetches its records puts them, as files that it then reads like any, with
 * {@link LogFiles#landed}. It needs no session.
 *
 * @param transport the transport's name in the config
 * @param now when the run takes place
 * @param root the folder of all such transports, as a URI; null where the warehouse is a catalog
 *     and the config names none
 * @param hadoop how file systems are reached
 */
public record Landing(String transport, Instant now, String root, Configuration hadoop) {
  /** One name in a path: no slash, no step up, nothing hidden. */
  private static final Pattern COMPONENT = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");

  /** In the warehouse of a run. */
  public Landing(String transport, Instant now, Warehouse warehouse) {
    this(
        transport,
        now,
        warehouse.landing().orElse(null),
        warehouse.spark().sessionState().newHadoopConf());
  }

  /**
   * Without a session.
   *
   * @param warehouse its place in the config
   * @param landing the place of what transports fetch, in the config; null: under the warehouse
   */
  public static Landing of(
      String transport, Instant now, String warehouse, String landing, Configuration hadoop)
      throws IOException {
    String own = Warehouse.isCatalog(warehouse) ? null : warehouse + "/landing";
    String place = landing == null ? own : landing;
    if (place == null) {
      return new Landing(transport, now, null, hadoop);
    }
    Path path = new Path(place);
    return new Landing(
        transport, now, path.getFileSystem(hadoop).makeQualified(path).toString(), hadoop);
  }

  /**
   * A folder of the transport's own, as a URI; it need not be there yet.
   *
   * @throws IllegalStateException where there is none
   * @throws IllegalArgumentException if the transport's name cannot be that of a folder
   */
  public String folder() {
    if (!COMPONENT.matcher(transport).matches()) {
      throw new IllegalArgumentException(
          "the transport's name \"%s\" cannot be that of a folder; take letters, digits, - and _"
              .formatted(transport));
    }
    if (root == null) {
      throw new IllegalStateException(
          "the warehouse is a catalog, which has no folder for the records that %s fetches; name one: landing: PATH"
              .formatted(transport));
    }
    return root + "/" + transport;
  }
}
