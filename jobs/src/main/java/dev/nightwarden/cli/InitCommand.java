package dev.nightwarden.cli;

import dev.nightwarden.config.Registry;
import dev.nightwarden.guided.Conversation;
import dev.nightwarden.guided.GuidedStart;
import dev.nightwarden.guided.Wishes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden init}. */
@Command(
    name = "init",
    description = {
      "Looks at logs, guesses how to read them, who did what when and which fields are worth"
          + " watching, asks whether that is right, and writes a commented config that validates.",
      "",
      "Reads JSON, csv, Zeek's logs, Parquet, sshd's and other syslog lines, and web access logs;"
          + " several kinds in one folder become several transports and profiles. It looks at a"
          + " part of large logs, runs the nights of that sample in a temporary folder to tell how"
          + " many alerts to expect, overwrites no file, and writes no secret: a password is named"
          + " as an environment variable."
    },
    footer = {
      "",
      "Examples:",
      "  nightwarden init                                 asks; Enter takes what is proposed",
      "  nightwarden init --path /var/log/auth.log        asks for the rest",
      "  nightwarden init --yes --path logs/vpn --actor login --config vpn.yml",
      "                                                   asks nothing, for scripts",
      "",
      "Exit codes: 0 the config is written, 2 it is not, 130 stopped by Ctrl-C."
    })
final class InitCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  @Mixin HelpOption help;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Where the logs are: a file, a folder, a pattern or a URI.")
  String path;

  @Option(
      names = {"-c", "--config", "--out-file"},
      paramLabel = "FILE",
      description =
          "The config to write. Default: nightwarden.yml, or the next number that is free.")
  String config;

  @Option(
      names = {"-y", "--yes"},
      description = "Asks nothing: takes what is proposed. Needs --path, and no terminal.")
  boolean isUnattended;

  @Option(names = "--time", paramLabel = "FIELD", description = "The field with the event time.")
  String time;

  @Option(
      names = "--time-format",
      paramLabel = "FORM",
      description = "How it is written, as time_format takes it; goes with --time.")
  String timeFormat;

  @Option(names = "--actor", paramLabel = "FIELD", description = "The field that says who.")
  String actor;

  @Option(
      names = "--address",
      paramLabel = "FIELD",
      description = "The field with the address whose place and network are looked up.")
  String address;

  @Option(names = "--id", paramLabel = "FIELD", description = "The field that names a record.")
  String id;

  @Option(
      names = "--fields",
      paramLabel = "FIELD",
      split = ",",
      description = "The fields to watch, with commas between them.")
  List<String> fields;

  @Option(names = "--warehouse", paramLabel = "PLACE", description = "Where the tables will be.")
  String warehouse;

  @Option(
      names = "--city-db",
      paramLabel = "FILE",
      description = "A City database (.mmdb): adds the places of addresses.")
  String cityDb;

  @Option(
      names = "--asn-db",
      paramLabel = "FILE",
      description = "An ASN database (.mmdb): adds the networks of addresses.")
  String asnDb;

  @Mixin DestinationOptions destinations;

  @Option(
      names = "--no-estimate",
      description = "Does not run the nights of the sample; the config is validated all the same.")
  boolean isNotEstimated;

  @Option(names = "--run", description = "With --yes: runs the first night afterwards.")
  boolean isRun;

  @Option(names = "-v", description = "Logs what it does: -v the night, -vv its details.")
  boolean[] verbosity = new boolean[0];

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Also writes the log to this file.")
  String logFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!isUnattended && !TerminalConversation.isPossible()) {
      throw new IllegalArgumentException(
          "init asks questions, and there is no terminal to ask at; give --yes with --path, and see"
              + " init --help");
    }
    if (timeFormat != null && time == null) {
      throw new IllegalArgumentException("--time-format goes with --time, the field that it is of");
    }
    Logging.configure(Logging.QUIET + verbosity.length, logFile);
    PrintWriter out = spec.commandLine().getOut();
    GuidedStart.Written written;
    try {
      written = isUnattended ? start(new Unattended(out)) : atTheTerminal(out);
    } catch (Conversation.Ended ended) {
      out.println("init: %s; no config was written".formatted(ended.getMessage()));
      return ended.isInterrupt() ? INTERRUPTED : ExitCode.USAGE;
    } catch (FileAlreadyExistsException there) {
      throw new IllegalArgumentException(
          "%s is there by now, and init never overwrites a file".formatted(there.getFile()), there);
    }
    return written.isRunWanted() || (isUnattended && isRun)
        ? Nightwarden.execute("run", "--config", written.config().toString())
        : ExitCode.OK;
  }

  private GuidedStart.Written atTheTerminal(PrintWriter out) throws IOException {
    // Between two questions Ctrl-C ends the program as it ends any other.
    Thread farewell =
        new Thread(
            () -> {
              out.println("init: interrupted; no config was written");
              out.flush();
            });
    try (TerminalConversation terminal = TerminalConversation.open()) {
      Runtime.getRuntime().addShutdownHook(farewell);
      GuidedStart.Written written = start(terminal);
      Runtime.getRuntime().removeShutdownHook(farewell);
      return written;
    } catch (Conversation.Ended ended) {
      Runtime.getRuntime().removeShutdownHook(farewell);
      throw ended;
    }
  }

  private GuidedStart.Written start(Conversation talk) throws IOException {
    return new GuidedStart(
            talk,
            wishes(),
            Registry.load(),
            System.getenv(),
            Clock.systemUTC(),
            InitCommand::session)
        .start();
  }

  private Wishes wishes() {
    return new Wishes(
        path,
        config,
        warehouse,
        time,
        timeFormat,
        actor,
        address,
        id,
        fields,
        cityDb,
        asnDb,
        destinations.wished(),
        !isNotEstimated);
  }

  private static GuidedStart.Session session() {
    Sessions.Opened opened = Sessions.open();
    return new GuidedStart.Session() {
      @Override
      public SparkSession spark() {
        return opened.spark();
      }

      @Override
      public void close() {
        opened.close();
      }
    };
  }
}
