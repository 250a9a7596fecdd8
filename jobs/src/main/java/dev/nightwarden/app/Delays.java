package dev.nightwarden.app;

import dev.nightwarden.investigate.Collector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the messages of each transport wait, so that groups are whole when they are judged. */
final class Delays {
  private Delays() {}

  /** Of each transport the longest delay that anybody who reads it asks for. */
  static Map<String, Duration> of(Config config) {
    Map<String, Duration> delays = new HashMap<>();
    for (ProfileSection profile : config.profiles().values()) {
      delay(delays, config, profile.transports(), profile.collector());
    }
    if (config.features() != null) {
      delay(delays, config, config.features().transports(), config.features().collector());
    }
    return delays;
  }

  private static void delay(
      Map<String, Duration> delays, Config config, List<String> read, Collector collector) {
    for (String transport : config.transports().keySet()) {
      if (read.isEmpty() || read.contains(transport)) {
        delays.merge(transport, collector.delay(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
  }
}
