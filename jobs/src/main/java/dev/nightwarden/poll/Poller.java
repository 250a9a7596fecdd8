package dev.nightwarden.poll;

import dev.nightwarden.ingest.Landing;
import dev.nightwarden.ingest.LogFiles;
import dev.nightwarden.ingest.RawRecords;
import dev.nightwarden.ingest.Reading;
import dev.nightwarden.ingest.Transport;

/** A transport that asks a service for its records, lands them, and reads what has landed. */
public interface Poller extends Transport {
  /**
   * Asks for what is new, and lands it page by page, each with the cursor that follows it.
   *
   * @throws Exception what went wrong, with a message that says what to change; what was landed
   *     stays, and the next poll goes on there
   */
  void poll(Polling polling) throws Exception;

  @Override
  default void fetch(Landing landing) throws Exception {
    Polling polling = Polling.of(landing);
    try {
      poll(polling);
    } finally {
      polling.tell();
    }
  }

  @Override
  default RawRecords read(Reading reading) {
    return LogFiles.readLanded(reading, reading.landing().folder());
  }
}
