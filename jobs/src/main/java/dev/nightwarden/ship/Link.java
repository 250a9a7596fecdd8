package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Quoting;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where people look closer at an event: an address of the config's, in which {@code {date}}, {@code
 * {event_id}} and {@code {actor}} stand for the event's own.
 *
 * @param template null: there is no such place
 */
record Link(String template) {
  static final String DOC =
      "Where to look closer, as a link in each message: an address in which {date}, {event_id} and"
          + " {actor} stand for the event's own, such as"
          + " https://reports.example.com/report-{date}.html. Default: messages have the command"
          + " that explains an event alone.";

  /** Longer links are left out; actors can be of any length. */
  private static final int MAX_LENGTH = 1_000;

  private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> NAMES = new TreeSet<>(Set.of("date", "event_id", "actor"));

  /** Refuses what is no address, or names what no event has. */
  void check() {
    if (template == null) {
      return;
    }
    Matcher name = NAME.matcher(template);
    while (name.find()) {
      if (!NAMES.contains(name.group(1))) {
        throw new IllegalKeyException(
            "link",
            "names {%s}, which no event has; allowed: %s"
                .formatted(Quoting.printable(name.group(1), 50), NAMES));
      }
    }
    String filled = NAME.matcher(template).replaceAll("x");
    try {
      URI uri = new URI(filled);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && filled.length() <= MAX_LENGTH) {
        return;
      }
    } catch (URISyntaxException none) {
      // Said below.
    }
    throw new IllegalKeyException(
        "link", "is no address of a page, such as https://reports.example.com/report-{date}.html");
  }

  /** The link of an event; in it is nothing of the logs but letters, digits and percent signs. */
  Optional<String> of(Event event) {
    if (template == null) {
      return Optional.empty();
    }
    Map<String, String> values =
        Map.of(
            "date",
            event.eventDate().toString(),
            "event_id",
            event.eventId(),
            "actor",
            event.actor() == null ? "" : event.actor());
    String link =
        NAME.matcher(template)
            .replaceAll(name -> Matcher.quoteReplacement(encoded(values.get(name.group(1)))));
    return link.length() <= MAX_LENGTH ? Optional.of(link) : Optional.empty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
