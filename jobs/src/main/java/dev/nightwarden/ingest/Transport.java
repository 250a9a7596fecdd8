package dev.nightwarden.ingest;

import java.io.IOException;
import java.util.Optional;

/**
 * Where raw logs come from. An extension point, named by its type name.
 *
 * <p>A transport only reads: {@link Ingest} decides what is known already, what is refused and what
 * is written. It may return records that it returned before.
 */
public interface Transport {
  /** How its records become messages. */
  RecordSettings record();

  /**
   * Fetches what is new from where the records are to the landing folder, for a transport whose
   * records are not in files. Called once in a run, before {@link #read}, and by {@code poll},
   * where there is no session; {@code validate} reads without it. It may fetch what it fetched
   * before, as long as records have ids.
   *
   * @throws Exception what went wrong, with a message that says what to change; what has landed is
   *     read all the same, and the night fails at its end
   */
  default void fetch(Landing landing) throws Exception {}

  /** Whether it has anything to {@link #fetch}. */
  default boolean isFetching() {
    try {
      Class<?> fetching = getClass().getMethod("fetch", Landing.class).getDeclaringClass();
      return fetching != Transport.class;
    } catch (NoSuchMethodException never) {
      throw new IllegalStateException(never);
    }
  }

  /**
   * Starts to receive what others send, and goes on between the passes of a watch, where {@link
   * Open#land} takes the place of {@link #fetch}. Empty, as by default, for a transport that looks
   * for its records itself.
   *
   * @throws Exception if it cannot, with a message that says what to change
   */
  default Optional<Open> open(Landing landing) throws Exception {
    return Optional.empty();
  }

  /** What receives in the background. */
  interface Open extends AutoCloseable {
    /**
     * Puts what has come into the landing folder, to be read.
     *
     * @throws Exception if something could not be written, now or since the last time; it goes on
     *     receiving
     */
    void land() throws Exception;

    /** Lands what has come, and receives no more. */
    @Override
    void close() throws IOException;
  }

  /**
   * The raw records to ingest now. The rows are read lazily, on the executors.
   *
   * @throws IngestException if there is nothing to read from
   */
  RawRecords read(Reading reading);

  /** The share of refused records, in [0, 1], above which a file is held back whole. */
  default double maxRejectShare() {
    return 1.0;
  }
}
