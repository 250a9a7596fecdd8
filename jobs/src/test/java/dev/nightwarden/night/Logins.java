package dev.nightwarden.night;

import dev.nightwarden.score.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Generated logins, and a config that watches them. */
final class Logins {
  private Logins() {}

  /** Days from 2025-03-01 of few people and values, some of them awkward. */
  static List<Reference.Message> random(Random random, int count, int days) {
    String[] cities = {"\"Lima\"", "\"Rome\"", "\"Łódź\"", "\"=1+1\"", "\"\uD83D\uDE80\"", null};
    List<Reference.Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant time =
          Instant.parse("2025-03-01T00:00:00Z")
              .plusSeconds(86_400L * (i % days) + 3_600L * random.nextInt(24) + random.nextInt(2));
      Map<String, String> values = new HashMap<>();
      values.put("city", cities[random.nextInt(cities.length)]);
      values.put("device", random.nextInt(4) > 0 ? null : "\"d" + random.nextInt(3) + "\"");
      messages.add(
          new Reference.Message("logins", "m" + i, time, "user" + random.nextInt(5), values));
    }
    return messages;
  }

  /** One message as a line of JSON. */
  static String line(Reference.Message message) {
    return "{\"id\":\"%s\",\"time\":\"%s\",\"user\":\"%s\",\"city\":%s,\"device\":%s}"
        .formatted(
            message.id(),
            message.time(),
            message.actor(),
            message.values().get("city"),
            message.values().get("device"));
  }

  static void write(Path file, List<Reference.Message> messages) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, messages.stream().map(Logins::line).toList());
  }

  /** Watches city (mandatory) and device (optional) of each user, with three days of history. */
  static String config(Path folder) {
    return """
        warehouse: %1$s/warehouse
        transports:
          logins: {type: files, path: "%1$s/logs/*.json", format: json, time: time, id: id}
        profiles:
          logins:
            actor: user
            history: 3d
            fields:
              city: {type: single}
              device: {type: single, reporter: {type: optional}}
        shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
        """
        .formatted(folder);
  }
}
