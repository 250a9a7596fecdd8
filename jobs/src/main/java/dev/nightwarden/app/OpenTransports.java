package dev.nightwarden.app;

import dev.nightwarden.ingest.Landing;
import dev.nightwarden.ingest.RawRecords;
import dev.nightwarden.ingest.Reading;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transports of a watch: those that receive do so from the first pass to the last. */
public final class OpenTransports implements AutoCloseable {
  private final Map<String, Transport> transports = new LinkedHashMap<>();
  private final List<Transport.Open> open = new ArrayList<>();

  /**
   * Opens those that can be.
   *
   * @throws Exception if one cannot be opened; none is then
   */
  public OpenTransports(Config config, Warehouse warehouse, Instant now) throws Exception {
    boolean isWhole = false;
    try {
      for (var transport : config.transports().entrySet()) {
        String name = transport.getKey();
        Transport settings = transport.getValue();
        Transport used =
            settings
                .open(new Landing(name, now, warehouse))
                .map(
                    opened -> {
                      open.add(opened);
                      return (Transport) new Kept(settings, opened);
                    })
                .orElse(settings);
        transports.put(name, used);
      }
      isWhole = true;
    } finally {
      if (!isWhole) {
        close();
      }
    }
  }

  /** By name, in the order of the config. */
  Map<String, Transport> transports() {
    return Collections.unmodifiableMap(transports);
  }

  /** Closes all, and then throws what the first threw that could not be closed. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Transport.Open opened : open) {
      try {
        opened.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    open.clear();
    if (first != null) {
      throw first;
    }
  }

  /** A transport that receives in the background: fetching is landing what came. */
  private record Kept(Transport transport, Open open) implements Transport {
    @Override
    public RecordSettings record() {
      return transport.record();
    }

    @Override
    public void fetch(Landing landing) throws Exception {
      open.land();
    }

    @Override
    public RawRecords read(Reading reading) {
      return transport.read(reading);
    }

    @Override
    public double maxRejectShare() {
      return transport.maxRejectShare();
    }
  }
}
