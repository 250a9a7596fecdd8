package dev.nightwarden.ingest;

/**
 * Where raw logs come from. An extension point, named by its type name.
 *
 * <p>A transport only reads: what is known already, what is refused and what is written is the
 * matter of {@link Ingest}. It may give records that it gave before.
 */
public interface Transport {
  /** How its records become messages. */
  RecordSettings record();

  /**
   * The raw records to take in now. The rows are read lazily, on the executors.
   *
   * @throws IngestException if there is nothing to read from
   */
  RawRecords read(Reading reading);

  /** The share of refused records, in [0, 1], above which a file is held back whole. */
  default double maxRejectShare() {
    return 1.0;
  }
}
