package dev.nightwarden.organisation;

import dev.nightwarden.guided.PathPattern;
import dev.nightwarden.guided.YamlScalar;
import java.nio.file.Path;

/** A config for the logs of a made-up organisation. */
final class ConfigForLogs {
  private ConfigForLogs() {}

  static String of(Path folder) {
    String command =
        "  scripts/nightwarden backfill --config %s --from FIRST --to LAST"
            .formatted(folder.resolve("nightwarden.yml"));
    return """
        # Reads the log of a made-up organisation, and watches its people.
        #
        %2$s
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
            YamlScalar.of(folder.resolve("warehouse").toString()),
            String.join("\n", YamlScalar.comment(command)),
            YamlScalar.of(PathPattern.quoted(folder.toString()) + "/logs/*.jsonl"),
            YamlScalar.of(folder.resolve("alerts.csv").toString()));
  }
}
