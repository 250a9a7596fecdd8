package dev.nightwarden.organisation;

import java.nio.file.Path;

/** A config for the logs of a made-up organisation. */
final class ConfigForLogs {
  private ConfigForLogs() {}

  static String of(Path folder) {
    return """
        # Reads the log of a made-up organisation, and watches its people.
        #
        #   scripts/nightwarden backfill --config %2$s --from FIRST --to LAST
        warehouse: %1$s
        transports:
          logs: {type: files, path: %3$s, format: json, time: time, id: id}
        profiles:
          people:
            matches: "outcome = 'success'"
            actor: user
            fields:
              city: {type: single, key: geo.city}
              network: {type: single, key: network.owner}
              device: {type: multi, keys: [os, browser]}
              application: {type: single, key: application, reporter: {type: mandatory, weight: 0.8}}
            forest: {}
            collector: {type: time_range, seconds: 600}
            analyzer: {type: exponential_decay, weight: 0.6, decay: 0.2, threshold: 0.63}
        shippers:
          csv: {type: csv, filename: %4$s}
        """
        .formatted(
            quoted(folder.resolve("warehouse")),
            folder.resolve("nightwarden.yml"),
            quoted(folder.resolve("logs/*.jsonl")),
            quoted(folder.resolve("alerts.csv")));
  }

  /** A path in YAML's double quotes. */
  private static String quoted(Path path) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char each : path.toString().toCharArray()) {
      if (each == '"' || each == '\\') {
        quoted.append('\\');
      }
      quoted.append(each);
    }
    return quoted.append('"').toString();
  }
}
