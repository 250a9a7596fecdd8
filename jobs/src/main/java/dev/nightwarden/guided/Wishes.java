package dev.nightwarden.guided;

import dev.nightwarden.ingest.TimeForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a person said on the command line; null, or an empty list, for what is to be asked or
 * guessed.
 *
 * @param path of the logs
 * @param config the file to write
 * @param warehouse where the tables will be
 * @param time path of the event time, where the logs have it
 * @param timeFormat how it is written
 * @param actor path of who is watched, where the logs have it
 * @param address path of the address to look up
 * @param id path of the records' own id
 * @param fields paths to watch, where the logs have them
 * @param cityDb a database of places
 * @param asnDb a database of networks
 * @param destinations where findings are to go
 * @param isEstimated whether nights are run over the sample
 */
public record Wishes(
    String path,
    String config,
    String warehouse,
    String time,
    String timeFormat,
    String actor,
    String address,
    String id,
    List<String> fields,
    String cityDb,
    String asnDb,
    WishedDestinations destinations,
    boolean isEstimated) {
  public Wishes {
    fields = fields == null ? List.of() : List.copyOf(fields);
    if (timeFormat != null) {
      check(timeFormat);
    }
  }

  private static void check(String timeFormat) {
    try {
      new TimeForm(timeFormat);
    } catch (IllegalArgumentException none) {
      throw new IllegalArgumentException(
          "--time-format %s is no time_format, such as iso8601 or dd/MM/yyyy HH:mm:ss"
              .formatted(timeFormat),
          none);
    }
  }

  /** The fields that are named, by the option that names them. */
  Map<String, List<String>> paths() {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    paths.put("--time", time == null ? List.of() : List.of(time));
    paths.put("--actor", actor == null ? List.of() : List.of(actor));
    paths.put("--address", address == null ? List.of() : List.of(address));
    paths.put("--id", id == null ? List.of() : List.of(id));
    paths.put("--fields", fields);
    return paths;
  }
}
