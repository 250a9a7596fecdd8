package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigException;
import dev.nightwarden.config.ConfigFiles;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.plugin.IllegalKeyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of every command. No command has a static logger: starting the log would take as long
 * as the rest of {@code --help}.
 */
final class CommonOptions {
  private static final String PLUGINS = "plugins";

  @Mixin HelpOption help;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The config file.")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY.PATH=VALUE",
      description =
          "Sets any key of the config for this run, such as --set profiles.logins.history=30d.")
  List<String> settings = new ArrayList<>();

  @Option(names = "-v", description = "Logs more: -v debug messages, -vv Spark's log too.")
  boolean[] verbosity = new boolean[0];

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Also writes the log to this file.")
  String logFile;

  /** Puts the jars that the config names on the class path, so that their types are known. */
  void addPlugins() {
    addPlugins(config, settings);
  }

  private static void addPlugins(String config, List<String> settings) {
    Path file;
    try {
      file = ConfigFiles.ofThisProcess().find(config);
    } catch (ConfigException e) {
      // Whoever needs a config will say so; a listing of what is built in does not.
      return;
    }
    List<PluginJars.Entry> entries = new ArrayList<>();
    ConfigReader.texts(file, settings, System.getenv(), PLUGINS)
        .forEach((at, text) -> entries.add(new PluginJars.Entry(text, at)));
    PluginJars.add(entries);
  }

  /** The config in force, checked as far as can be without a session. */
  Loaded<Config> load() {
    return load(List.of());
  }

  /**
   * The same.
   *
   * @param more settings of the command's own, as {@code --set} has them
   */
  Loaded<Config> load(List<String> more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(more);
    return load(config, all);
  }

  /**
   * A config of a command that takes several.
   *
   * @param config null: the one that is looked for in the usual places
   */
  static Loaded<Config> load(String config, List<String> settings) {
    addPlugins(config, settings);
    Loaded<Config> loaded =
        new ConfigReader(Registry.load(), System.getenv())
            .read(ConfigFiles.ofThisProcess().find(config), settings, Config.class);
    Logger log = LoggerFactory.getLogger(CommonOptions.class);
    loaded.text().lines().forEach(line -> log.debug("config: {}", line));
    return checked(loaded);
  }

  /**
   * The same, checked as far as can be without a session.
   *
   * @throws ConfigException if a part of it cannot work
   */
  static Loaded<Config> checked(Loaded<Config> loaded) {
    try {
      new Application(loaded.config()).check(null);
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    }
    return loaded;
  }
}
