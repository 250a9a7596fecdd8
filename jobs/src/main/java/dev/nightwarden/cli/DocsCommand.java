package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.guide.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightwarden docs}, for those who work on Nightwarden itself. */
@Command(
    name = "docs",
    hidden = true,
    description =
        "Writes the parts of the guide that come from the code: config keys, tables, stages,"
            + " functions.")
final class DocsCommand implements Callable<Integer> {
  @Mixin HelpOption help;

  @Parameters(
      paramLabel = "FOLDER",
      defaultValue = "docs",
      description = "The folder of the pages, next to configs. Default: ${DEFAULT-VALUE}.")
  Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Registry registry = Registry.load();
    Guide guide = guide(registry, folder.toAbsolutePath().resolveSibling("configs"));
    for (Path page : pages(folder)) {
      String before = Files.readString(page);
      String written = guide.written(before);
      if (!written.equals(before)) {
        Files.writeString(page, written);
        spec.commandLine().getOut().println("wrote " + page);
      }
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /** The guide of the demo. */
  static Guide guide(Registry registry, Path configs) {
    Config demo =
        new ConfigReader(registry, Map.of())
            .read(configs.resolve("example.yml"), List.of(), Config.class)
            .config();
    return new Guide(registry, new Application(demo).program());
  }

  /** The pages of a folder. */
  static List<Path> pages(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
