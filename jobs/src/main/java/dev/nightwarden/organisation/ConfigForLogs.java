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
            history: 90d
            fields:
              place: {type: multi, keys: [geo.city, network.owner], reporter: {type: typical}}
              device: {type: multi, keys: [os, browser], reporter: {type: typical}}
              application: {type: single, reporter: {type: typical}}
              mfa: {type: single, reporter: {type: typical}}
              hour: {type: hour_of_week}
            peers: {by: [department], directory: %5$s}
            amounts:
              watch:
                busiest: {type: count, per: hour}
                moved: {type: sum, value: bytes, unit: bytes}
                silence: {type: silence}
            collector: {type: time_range, seconds: 1800}
            analyzer: {type: evidence}
        shippers:
          csv: {type: csv, filename: %4$s}
        """
        .formatted(
            YamlScalar.of(folder.resolve("warehouse").toString()),
            String.join("\n", YamlScalar.comment(command)),
            YamlScalar.of(PathPattern.quoted(folder.toString()) + "/logs/*.jsonl"),
            YamlScalar.of(folder.resolve("alerts.csv").toString()),
            YamlScalar.of(folder.resolve("directory.csv").toString()));
  }
}
