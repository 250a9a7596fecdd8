package dev.nightwarden.cli;

import dev.nightwarden.config.Config;
import dev.nightwarden.config.ConfigFiles;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The config to run.")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY.PATH=VALUE",
      description =
          "Sets any key of the config for this run, such as --set profiles.logins.history=30d.")
  List<String> settings = new ArrayList<>();

  @Option(
      names = "-v",
      description = "Shows more: -v the details of the night, -vv Spark's own log too.")
  boolean[] verbosity = new boolean[0];

  @Option(names = "--log-file", paramLabel = "FILE", description = "Writes the log to a file too.")
  String logFile;

  /** The config in force. */
  Loaded<Config> load() {
    return new ConfigReader(Registry.load(), System.getenv())
        .read(ConfigFiles.ofThisProcess().find(config), settings, Config.class);
  }
}
