package dev.nightwarden.table;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * What tells the commits of one holder of a warehouse from those of another: the number of its
 * lease, which grows with every holder.
 *
 * <p>Each commit to a table carries a version, made of the number and a count, in the table's own
 * log (a Delta transaction identifier). Delta takes no version that is not above the last one, so
 * that a holder that was paused cannot commit once another has written to the table.
 */
public final class Fence {
  /** The application under which versions are counted in a table's log. */
  static final String APPLICATION = "nightwarden";

  /** Where Delta notes each commit of a session. */
  private static final String LAST_COMMIT = "spark.databricks.delta.lastCommitVersionInSession";

  /** Commits of one holder to one table, at most. */
  private static final int COUNTED_BITS = 24;

  private final String warehouse;
  private final long number;
  private final Runnable confirmation;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param warehouse where the tables are
   * @param number the number of the lease, from 1 on
   * @param confirmation throws a {@link FencedException} unless the lease is still held, as the
   *     warehouse itself has it
   */
  public Fence(String warehouse, long number, Runnable confirmation) {
    this.warehouse = warehouse;
    this.number = number;
    this.confirmation = confirmation;
  }

  /** Where the tables are that the lease is for. */
  public String warehouse() {
    return warehouse;
  }

  /** The number of the lease. */
  public long number() {
    return number;
  }

  /**
   * Makes one commit to a Delta table with the next version. Delta passes over a version that
   * another holder has made too old, in silence: then there is no commit.
   *
   * @param application under which the table counts versions
   * @param write writes with the options that it is given
   * @return whether there was a commit; if not, a later holder has written, or one of a warehouse
   *     that was at the same place before
   */
  public boolean commit(
      SparkSession spark, String application, Consumer<Map<String, String>> write) {
    Map<String, String> version =
        Map.of("txnAppId", application, "txnVersion", String.valueOf(next()));
    spark.conf().unset(LAST_COMMIT);
    write.accept(version);
    return spark.conf().getOption(LAST_COMMIT).isDefined();
  }

  private long next() {
    return (number << COUNTED_BITS) + count.incrementAndGet();
  }

  /**
   * Makes sure that the lease is still held, before something is changed outside the tables.
   *
   * @throws FencedException if another run has taken over
   */
  public void confirm() {
    confirmation.run();
  }
}
