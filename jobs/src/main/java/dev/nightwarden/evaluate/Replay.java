package dev.nightwarden.evaluate;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Hashes;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Sha256;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import org.apache.spark.sql.Row;

/**
 * The nights of a log as a config would have had them, in a warehouse of its own: nothing is read
 * from logs, shipped, reported or expired. One that was begun is completed, and one that is there
 * is not made again.
 *
 * @param source whose messages are replayed; only read
 * @param from the first date that is scored and judged; those before it are its history
 * @param to the last date, after which no message is looked at
 * @param work where replays are kept
 * @param codeVersion tells builds apart: another build replays anew
 */
public record Replay(
    Warehouse source, LocalDate from, LocalDate to, Path work, String codeVersion) {
  /**
   * The tables of a config.
   *
   * @throws dev.nightwarden.plugin.IllegalKeyException if a setting cannot be used
   */
  public Warehouse of(Loaded<Config> loaded) {
    Warehouse replayed =
        new Warehouse(source.spark(), work.resolve("replay-" + name(loaded)).toString());
    Application application =
        new Application(
            loaded.config().forTrial(replayed.location(), source.landing().orElse(null)));
    if (!isComplete(replayed)) {
      application.replay(
          replayed,
          loaded,
          codeVersion,
          Clock.systemUTC(),
          new Request(Job.BACKFILL, from, to),
          new AdoptStage(source, to));
    }
    return replayed;
  }

  /** Hashes all that decides the result. */
  private String name(Loaded<Config> loaded) {
    Row table = source.deltaTable(Table.MESSAGES).detail().select("id", "lastModified").first();
    String all =
        String.join(
            "\n",
            Hashes.of(loaded.config().forReplay()),
            codeVersion,
            source.location(),
            table.getString(0),
            table.get(1).toString(),
            from.toString(),
            to.toString());
    return Sha256.half(all);
  }

  private static boolean isComplete(Warehouse replayed) {
    return !replayed
        .read(Table.RUNS)
        .where(col("command").equalTo(Job.BACKFILL.key()).and(col("status").equalTo("succeeded")))
        .isEmpty();
  }
}
