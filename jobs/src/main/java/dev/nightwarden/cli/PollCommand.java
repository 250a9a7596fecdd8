package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.ingest.Landing;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.plugin.Nearest;
import dev.nightwarden.value.Amount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nightwarden poll}. */
@Command(
    name = "poll",
    description = {
      "Fetches what is new from services such as Slack, and lands it as files of JSON for the"
          + " next run to read. Starts no Spark, touches no table, needs no lease: it can run"
          + " apart from the analysis, on another machine, as often as you like.",
      "",
      "What has landed lies in landing/TRANSPORT/DATE under the warehouse, or where the key"
          + " landing of the config says; beside it, how far the transport came. A poll that dies"
          + " loses nothing: the next one goes on there. What is fetched twice becomes one"
          + " message.",
      "",
      "run polls first too; with --set poll=false it reads what has landed and asks nobody."
    },
    footer = {
      "",
      "Exit codes: 0 all was fetched, 1 a transport failed (the others were polled all the same),"
          + " 2 config or usage error.",
      "",
      "Examples:",
      "  nightwarden poll --config saas.yml           all transports that poll",
      "  nightwarden poll slack --config saas.yml     one of them, each 15 minutes by cron",
      "  nightwarden run --set poll=false -c saas.yml the night, elsewhere"
    })
final class PollCommand implements Callable<Integer> {
  @Mixin CommonOptions common;

  @Parameters(
      paramLabel = "TRANSPORT",
      arity = "0..*",
      description = "Names of transports in the config. Default: all that poll.")
  List<String> names = List.of();

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    Loaded<Config> loaded = common.load();
    Map<String, Transport> wanted = wanted(loaded.config().transports());
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    List<String> failures = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (var transport : wanted.entrySet()) {
      try {
        transport
            .getValue()
            .fetch(
                Landing.of(
                    transport.getKey(),
                    Instant.now(),
                    loaded.config().warehouse(),
                    loaded.config().landing(),
                    hadoop));
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("polling was interrupted", ended);
      } catch (Exception failure) {
        LoggerFactory.getLogger(PollCommand.class)
            .warn("{}: failed (reason: at the end)", transport.getKey());
        failed.add(transport.getKey());
        failures.add(MaskedException.of(failure, loaded.secrets()).getMessage());
      }
    }
    if (!failed.isEmpty()) {
      throw new FailedPollException(
          "%d of %s failed: %s; what was fetched before that has landed: %s"
              .formatted(
                  failed.size(),
                  Amount.of(wanted.size(), "transport"),
                  String.join(", ", failed),
                  String.join("; ", failures)));
    }
    return ExitCode.OK;
  }

  /** A poll that not all of it succeeded; its message has no secrets. */
  static final class FailedPollException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private FailedPollException(String message) {
      super(message);
    }
  }

  private Map<String, Transport> wanted(Map<String, Transport> all) {
    Map<String, Transport> fetching = new LinkedHashMap<>(all);
    fetching.values().removeIf(transport -> !transport.isFetching());
    for (String name : new LinkedHashSet<>(names)) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s is not a transport of the config%s"
                .formatted(name, Nearest.hint(name, all.keySet(), "transports", all.keySet())));
      }
      if (!fetching.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s reads files as they are and polls nothing; transports that poll: %s"
                .formatted(name, fetching.keySet()));
      }
    }
    if (fetching.isEmpty()) {
      throw new IllegalArgumentException(
          "the config has no transport that polls; those that do are of the types http_json, slack and gsuite");
    }
    if (!names.isEmpty()) {
      fetching.keySet().retainAll(names);
    }
    return fetching;
  }
}
