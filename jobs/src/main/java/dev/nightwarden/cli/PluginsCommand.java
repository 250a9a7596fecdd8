package dev.nightwarden.cli;

import dev.nightwarden.config.Registry;
import dev.nightwarden.config.TypeListing;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightwarden plugins}. */
@Command(
    name = "plugins",
    description = {
      "Lists every type that a config can name, with where it comes from and the keys it takes:"
          + " those built in, and those of the jars under plugins in the config.",
      "With words, only the types whose name or kind has one of them."
    })
final class PluginsCommand implements Callable<Integer> {
  @Mixin CommonOptions common;

  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      description = "Such as: flag, beaconing, shipper.")
  List<String> words = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    common.addPlugins();
    PrintWriter out = spec.commandLine().getOut();
    String listing = TypeListing.of(Registry.load(), words);
    if (listing.isEmpty()) {
      throw new IllegalArgumentException(
          "no type has any of the words %s; without words all are listed".formatted(words));
    }
    out.print(listing);
    out.flush();
    return ExitCode.OK;
  }
}
