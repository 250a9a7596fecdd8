package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.TextFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightwarden pseudonym}. */
@Command(
    name = "pseudonym",
    description = {
      "Tells which pseudonym stands for a name in the tables, or with --of whose a pseudonym is."
          + " Needs the key of the config (pseudonyms.key) and no tables; writes nothing.",
      "A pseudonym cannot be turned back: --of tries names, those of the file and those that"
          + " user_map has, each as it is and with the user_domain of each transport.",
      "Exit code 1 if --of finds no name for one of them."
    },
    footer = {
      "",
      "  nightwarden pseudonym george@example.com             p-..., as the column actor has it",
      "  nightwarden pseudonym --names watched.txt            one a line, such as for in_list",
      "  nightwarden pseudonym --of p-... --names staff.txt   p-... and the name"
    })
final class PseudonymCommand implements Callable<Integer> {
  private static final int SHOWN = 1_000;

  @Mixin CommonOptions common;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description =
          "Names as the logs write them; those that identity maps, as they are mapped"
              + " (george@example.com, not george). The case of letters counts.")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "More names: a text file with one a line; # starts a line that says something else.")
  Path file;

  @Option(
      names = "--of",
      paramLabel = "PSEUDONYM",
      description = "Looks for the name that has this pseudonym; more of them for several.")
  List<String> wanted = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    for (String pseudonym : wanted) {
      if (!Pseudonyms.isPseudonym(pseudonym)) {
        throw new IllegalArgumentException(
            "--of \"%s\" is no pseudonym; they are p- and 20 digits or letters up to v"
                .formatted(Printable.printable(pseudonym, SHOWN)));
      }
    }
    if (names.isEmpty() && file == null && wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "give names, --names FILE, or --of PSEUDONYM; see nightwarden pseudonym --help");
    }
    Loaded<Config> loaded = common.load();
    Pseudonyms pseudonyms =
        new Application(loaded.config())
            .pseudonyms()
            .orElseThrow(
                () ->
                    loaded.refuse(
                        "pseudonyms",
                        "is missing: names stay as they are; see docs/operations.md, Pseudonyms"));
    List<String> given = new ArrayList<>(names);
    if (file != null) {
      given.addAll(lines());
    }
    return wanted.isEmpty() ? print(given, pseudonyms) : find(given, loaded.config(), pseudonyms);
  }

  private int print(List<String> given, Pseudonyms pseudonyms) {
    PrintWriter out = spec.commandLine().getOut();
    given.forEach(name -> out.println(pseudonyms.of(name)));
    out.flush();
    return ExitCode.OK;
  }

  private int find(List<String> given, Config config, Pseudonyms pseudonyms) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : candidates(given, config)) {
      String pseudonym = pseudonyms.of(name);
      if (wanted.contains(pseudonym)) {
        found.put(pseudonym, name);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter errors = spec.commandLine().getErr();
    for (String pseudonym : wanted) {
      if (found.containsKey(pseudonym)) {
        out.println(pseudonym + " " + Printable.printable(found.get(pseudonym), SHOWN));
      } else {
        errors.println(
            pseudonym + ": no name that was tried has it; give more names with --names FILE");
      }
    }
    out.flush();
    errors.flush();
    return found.keySet().containsAll(wanted) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Set<String> candidates(List<String> given, Config config) {
    Set<String> candidates = new LinkedHashSet<>(given);
    for (Identity identity : config.identities()) {
      candidates.addAll(identity.names());
      given.forEach(name -> candidates.add(identity.withDomain(name)));
    }
    return candidates;
  }

  private List<String> lines() {
    try {
      return TextFile.read(file)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--names %s: %s".formatted(file, e.getMessage()));
    }
  }
}
