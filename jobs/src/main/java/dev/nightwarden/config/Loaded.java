package dev.nightwarden.config;

import dev.nightwarden.config.Node.Mapping;
import dev.nightwarden.plugin.KeyPath;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A config that was read.
 *
 * @param <T> the record of its settings
 */
public final class Loaded<T extends Record> {
  private final T config;
  private final String source;
  private final Secrets secrets;
  private final Mapping root;

  Loaded(T config, String source, Secrets secrets, Mapping root) {
    this.config = config;
    this.source = source;
    this.secrets = secrets;
    this.root = root;
  }

  public T config() {
    return config;
  }

  /** Other settings that a program made of these; their places and secrets are the same. */
  public Loaded<T> with(T other) {
    return new Loaded<>(other, source, secrets, root);
  }

  /** The file as it was named. */
  public String source() {
    return source;
  }

  /** What must not be shown. */
  public Secrets secrets() {
    return secrets;
  }

  /**
   * The whole config as it is in force, defaults and options included, as YAML with each secret as
   * {@code ***}.
   */
  public String text() {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .build();
    return new Dump(settings).dumpToString(Plain.masked(config, secrets));
  }

  /** {@link Hashes#of} the config in force: 64 hex digits. */
  public String hash() {
    return Hashes.of(config);
  }

  /**
   * What to throw for a setting that only turned out to be wrong when it was used.
   *
   * @param key its path, such as {@code profiles.logins.matches}; a part with dots stands in quotes
   * @param problem what is wrong, continuing a sentence that starts with the key
   */
  public ConfigException refuse(String key, String problem) {
    KeyPath path = KeyPath.parse(key);
    return new ConfigException(
        "%s: %s %s".formatted(root.deepest(path).place(), path, secrets.mask(problem)));
  }

  /** Where the config came from; no value. */
  @Override
  public String toString() {
    return "Loaded[" + source + "]";
  }
}
