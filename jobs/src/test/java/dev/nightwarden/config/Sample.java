package dev.nightwarden.config;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.Plugin;
import dev.nightwarden.plugin.TypeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A small config of every kind of key, for the tests of its reading. */
final class Sample implements Plugin {
  static final Registry REGISTRY = Registry.of(List.of(new Sample()));

  @Override
  public List<Class<? extends Record>> types() {
    return List.of(Always.class, Sometimes.class, Decay.class, Folder.class, Chat.class);
  }

  static Loaded<House> read(String yaml, String... overrides) {
    return read(yaml, Map.of(), overrides);
  }

  static Loaded<House> read(String yaml, Map<String, String> environment, String... overrides) {
    return read(yaml.getBytes(StandardCharsets.UTF_8), environment, overrides);
  }

  static Loaded<House> read(byte[] yaml, Map<String, String> environment, String... overrides) {
    return new ConfigReader(REGISTRY, environment)
        .read("c.yml", yaml, List.of(overrides), House.class);
  }

  enum Level {
    DEBUG,
    INFO,
    WARN
  }

  interface Reporter {}

  interface Analyzer {}

  interface Shipper {}

  sealed interface Field permits Single, Multi {}

  @TypeName(value = "single", doc = "One path.")
  record Single(
      @Key(doc = "The path.") String key,
      @Key(doc = "How odd a value is.", fallback = "always") Reporter reporter)
      implements Field {}

  @TypeName(value = "multi", doc = "Several paths.")
  record Multi(@Key(doc = "The paths.", required = true, min = 2) List<String> keys)
      implements Field {}

  @TypeName(value = "always", doc = "For what is always there.")
  record Always(@Key(doc = "Times this.", fallback = "1.0", above = 0, max = 1) double weight)
      implements Reporter {}

  @TypeName(value = "sometimes", doc = "For what is seldom there.")
  record Sometimes(@Key(doc = "Inside it.", fallback = "always") Reporter inner)
      implements Reporter {}

  @TypeName(value = "exponential_decay", doc = "Few and odd.")
  record Decay(
      @Key(doc = "Of the decay.", fallback = "0.1") double weight,
      @Key(doc = "Per anomaly.", fallback = "0.2") double decay,
      @Key(doc = "From here on.", fallback = "0.5", min = 0, max = 1) double threshold)
      implements Analyzer, Checked {
    @Override
    public void check() {
      if (weight > threshold) {
        throw new IllegalKeyException("weight", "is more than threshold");
      }
      if (decay > 1) {
        throw new IllegalArgumentException("decay above 1 grows");
      }
    }
  }

  @TypeName(value = "folder", doc = "Into a folder.")
  record Folder(@Key(doc = "Its path.", required = true) String path) implements Shipper {}

  @TypeName(value = "chat", doc = "Into a channel.")
  record Chat(
      @Key(doc = "To post with.", secret = true, required = true) String token,
      @Key(doc = "Sent along.", secret = true) Map<String, String> headers,
      @Key(doc = "Where to.", fallback = "general") String channel)
      implements Shipper {
    Chat {
      if (token.contains("!")) {
        throw new IllegalKeyException("token", "must not hold a !, but is " + token);
      }
    }
  }

  record Database(
      @Key(doc = "The host.", fallback = "localhost") String host,
      @Key(doc = "The port.", fallback = "5432", min = 1, max = 65535) int port,
      @Key(doc = "The password.", secret = true) String password,
      @Key(doc = "The pin.", secret = true, fallback = "1", min = 1, max = 9) int pin) {}

  record Profile(
      @Key(doc = "Who.", required = true) String actor,
      @Key(doc = "How far back.", min = 60) Duration history,
      @Key(doc = "What is watched.", fallback = "single") Map<String, Field> fields,
      @Key(doc = "Who judges.", fallback = "exponential_decay") Analyzer analyzer) {}

  record House(
      @Key(doc = "Where the tables are.", fallback = "out/warehouse") String warehouse,
      @Key(doc = "Postgres.") Database database,
      @Key(doc = "Another, always there.", fallback = "{}") Database spare,
      @Key(doc = "The profiles.") Map<String, Profile> profiles,
      @Key(doc = "The shippers.") Map<String, Shipper> shippers,
      @Key(doc = "More of them.", fallback = "folder") List<Shipper> extraShippers,
      @Key(doc = "How much to say.", fallback = "info") Level level,
      @Key(
              doc = "Form.",
              oneOf = {"json", "csv"},
              fallback = "json")
          String format,
      @Key(doc = "From.") LocalDate since,
      @Key(doc = "As it is.") List<Map<String, Object>> messages,
      @Key(doc = "Dry.", fallback = "false") boolean dryRun,
      @Key(doc = "Seed.") Long seed,
      @Key(doc = "Share.") Double share,
      @Key(doc = "Days.", fallback = "[1, 2]", max = 3) List<Integer> days) {
    House {
      if (profiles.containsKey("nobody")) {
        throw new IllegalKeyException("profiles.nobody.actor", "is nobody");
      }
    }
  }
}
