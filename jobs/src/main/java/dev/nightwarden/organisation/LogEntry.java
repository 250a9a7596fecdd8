package dev.nightwarden.organisation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One line of the log: who did what, when, and from where.
 *
 * @param time in milliseconds
 * @param user who
 * @param application where
 * @param action what
 * @param outcome {@code success} or {@code failure}
 * @param mfa the second factor of a login; null where none was asked for
 * @param origin from where, and with what
 * @param resource on what; null for none
 * @param bytes how much was moved; null where nothing was
 */
record LogEntry(
    Instant time,
    String user,
    String application,
    String action,
    String outcome,
    String mfa,
    Origin origin,
    String resource,
    Long bytes) {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * From where something is done, and with what.
   *
   * @param network the network of the address
   * @param address IPv4 or IPv6
   * @param system the operating system; null: none is told
   * @param browser the browser; null for a program
   * @param version the browser's version; null for a program
   * @param userAgent what the browser or program says of itself
   * @param session the session, new with each
   */
  record Origin(
      AccessNetwork network,
      String address,
      String system,
      String browser,
      Integer version,
      String userAgent,
      String session) {}

  /**
   * As JSON.
   *
   * @param id what names it for good
   */
  String json(String id) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", id);
    line.put("time", MILLIS.format(time));
    line.put("user", user);
    line.put("application", application);
    line.put("action", action);
    line.put("outcome", outcome);
    if (mfa != null) {
      line.put("mfa", mfa);
    }
    line.put("ip", origin.address());
    City city = origin.network().city();
    line.putObject("geo")
        .put("city", city.name())
        .put("country", city.country())
        .put("latitude", city.latitude())
        .put("longitude", city.longitude());
    line.putObject("network")
        .put("owner", origin.network().owner())
        .put("number", origin.network().number());
    if (origin.system() != null) {
      line.put("os", origin.system());
      line.put("browser", origin.browser());
      line.put("browser_version", origin.version());
    }
    line.put("user_agent", origin.userAgent());
    line.put("session", origin.session());
    if (resource != null) {
      line.put("resource", resource);
    }
    if (bytes != null) {
      line.put("bytes", bytes);
    }
    return line.toString();
  }
}
