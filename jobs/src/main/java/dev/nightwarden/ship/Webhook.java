package dev.nightwarden.ship;

import dev.nightwarden.http.Waiting;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Posts each event as JSON to a URL. The header {@code Idempotency-Key} is the event_id, the same
 * whenever the event is sent; {@code Nightwarden-Signature: t=SECONDS,v1=HEX} proves who sends:
 * HMAC-SHA256, with the secret as key, of the seconds since 1970, a dot, and the body. A receiver
 * should refuse a time that is minutes off.
 *
 * <p>After no answer, 429 or 5xx it is posted again, with growing pauses.
 */
@TypeName(value = "webhook", doc = "Posts each malicious event as JSON to a URL, signed.")
public record Webhook(
    @Key(
            doc = "Where to post: https, or http on this machine; best as ${NAME}.",
            required = true,
            secret = true)
        String url,
    @Key(
            doc = "The key of the signature, which the receiver knows too; without one, none.",
            secret = true)
        String secret,
    @Key(doc = "More headers, such as Authorization.", secret = true) Map<String, String> headers,
    @Key(doc = "How often one event is tried in a run.", fallback = "5", min = 1, max = 20)
        int attempts,
    @Key(doc = "Seconds to wait for an answer.", fallback = "30", min = 1, max = 600) int timeout)
    implements Notifier, Checked {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** What the request itself says. */
  private static final Set<String> TAKEN =
      Set.of(
          "content-type",
          "content-length",
          "host",
          "connection",
          "expect",
          "upgrade",
          "transfer-encoding",
          "idempotency-key",
          "nightwarden-signature");

  @Override
  public void check() {
    WebAddress.of("url", url);
    if (secret != null && secret.length() < 16) {
      throw new IllegalKeyException("secret", "is shorter than 16 characters");
    }
    headers.forEach(
        (name, value) -> {
          if (!HEADER.matcher(name).matches() || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalKeyException("headers", "cannot set this header: " + name);
          }
          if (value == null || !value.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t')) {
            throw new IllegalKeyException("headers." + name, "holds what no header can");
          }
        });
  }

  @Override
  public Notifier opened() {
    return new WebhookSender(this, Waiting.REAL);
  }

  @Override
  public void send(Event event) throws Exception {
    opened().send(event);
  }

  /** Nothing of where it posts and how it proves itself, which are secrets. */
  @Override
  public String toString() {
    return "webhook";
  }
}
