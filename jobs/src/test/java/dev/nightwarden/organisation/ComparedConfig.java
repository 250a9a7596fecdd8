package dev.nightwarden.organisation;

import java.nio.file.Path;

/** Configs for a generated log: its own but for how its profile watches and judges. */
public final class ComparedConfig {
  private ComparedConfig() {}

  /** Up to the profile's fields. */
  public static String top(Path log) {
    return """
    warehouse: %1$s/warehouse
    transports: {logs: {type: files, path: "%1$s/logs/*.jsonl", time: time, id: id}}
    profiles:
      people:
        matches: "outcome = 'success'"
        actor: user
    """
        .formatted(log);
  }

  /** Whole: values are compared with those of others, and their evidence is added up. */
  public static String of(Path log) {
    return top(log)
        + """
            history: 90d
            fields:
              place: {type: multi, keys: [geo.city, network.owner], reporter: {type: typical}}
              device: {type: multi, keys: [os, browser], reporter: {type: typical}}
              application: {type: single, reporter: {type: typical}}
              mfa: {type: single, reporter: {type: typical}}
            peers: {by: [department], directory: %s/directory.csv}
            collector: {type: time_range, seconds: 1800}
            analyzer: {type: evidence}
        """
            .formatted(log);
  }
}
