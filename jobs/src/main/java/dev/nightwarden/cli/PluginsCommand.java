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
      "Lists every type that a config can name, built in or from a jar under plugins in"
          + " the config, with its origin and its keys.",
      "With words, only the types whose name or kind contains one of them."
    })
final class PluginsCommand implements Callable<Integer> {
  @Mixin CommonOptions common;

  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      description = "Words to search for, such as flag, beaconing, shipper.")
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
          "no type matches %s; without words all types are listed%s"
              .formatted(
                  words,
                  common.config == null
                      ? "; to list those of a jar, give the config that names it: --config FILE"
                      : ""));
    }
    out.print(listing);
    out.flush();
    return ExitCode.OK;
  }
}
