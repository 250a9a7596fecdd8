package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.ingest.Landing;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One poll of one transport: where it began, what it has landed so far. */
public final class Polling {
  private static final Logger log = LoggerFactory.getLogger(Polling.class);

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final String transport;
  private final LandingFolder folder;
  private final Waiting waiting;
  private ObjectNode cursor;
  private long records;
  private long pages;
  private Instant lastTold;

  private Polling(String transport, LandingFolder folder, Waiting waiting) throws IOException {
    this.transport = transport;
    this.folder = folder;
    this.waiting = waiting;
    this.cursor = folder.cursor();
    this.lastTold = waiting.now();
  }

  /**
   * Goes on where the last poll ended.
   *
   * @throws IOException if the landing folder cannot be reached, or its cursor cannot be read
   */
  public static Polling of(Landing landing) throws IOException {
    return of(landing, Waiting.REAL);
  }

  /** The same with a clock of its own. */
  static Polling of(Landing landing, Waiting waiting) throws IOException {
    return new Polling(landing.transport(), new LandingFolder(landing), waiting);
  }

  /** The transport's name in the config. */
  public String transport() {
    return transport;
  }

  /** How errors name the transport: {@code transports.NAME}. */
  public String subject() {
    return "transports." + transport;
  }

  /** What time it is. */
  public Instant now() {
    return waiting.now();
  }

  /** A client that names this transport in its errors, and waits as this poll waits. */
  public WebClient.Builder client() {
    return WebClient.of(subject()).waiting(waiting);
  }

  /** How far the transport came; empty before its first poll. A copy. */
  public ObjectNode cursor() {
    return cursor.deepCopy();
  }

  /**
   * Lands records, and then keeps how far that brings the transport. A process that ends between
   * the two lands them again.
   *
   * @param records of one page; may be none
   * @param next what the next poll begins with if this one ends here
   */
  public void land(List<? extends JsonNode> records, ObjectNode next) throws IOException {
    folder.land(LocalDate.ofInstant(now(), ZoneOffset.UTC), records);
    if (!next.equals(cursor)) {
      folder.keep(next);
      cursor = next.deepCopy();
    }
    this.records += records.size();
    pages++;
    if (Duration.between(lastTold, now()).compareTo(BETWEEN_LINES) >= 0) {
      lastTold = now();
      log.info("{}: {} so far", transport, told());
    }
  }

  /** How many pages were landed, empty ones included. */
  public long pages() {
    return pages;
  }

  /** How many records were landed; those that were fetched before count too. */
  public long records() {
    return records;
  }

  /** Something beside the records, such as what is known of users; empty where nothing is. */
  ObjectNode aside(String name) throws IOException {
    return folder.aside(name);
  }

  /** Keeps something beside the records. */
  void keepAside(String name, ObjectNode content) throws IOException {
    folder.keepAside(name, content);
  }

  /** Logs what was landed. */
  void tell() {
    log.info("{}: {} landed", transport, told());
  }

  private String told() {
    return "%s on %s".formatted(Amount.of(records, "record"), Amount.of(pages, "page"));
  }
}
