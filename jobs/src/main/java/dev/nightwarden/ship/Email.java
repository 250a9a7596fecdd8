package dev.nightwarden.ship;

import dev.nightwarden.http.Waiting;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Mails by SMTP: one message for each actor and date with new malicious events, the strongest
 * first, as plain text and HTML; what is more than a run may send goes into one message at the end.
 *
 * <p>The connection is encrypted, and the server's certificate and name are verified; only on this
 * machine may it be plain. A message has the same Message-ID whenever it is sent. Either all
 * recipients get a message or none: one that is refused is an error.
 */
@TypeName(value = "email", doc = "Mails malicious events by SMTP, one message per actor and date.")
public record Email(
    @Key(doc = "The mail server's name or address.", required = true) String host,
    @Key(doc = "The server's port; 465 is usual for tls.", fallback = "587", min = 1, max = 65535)
        int port,
    @Key(
            doc =
                "How the connection is encrypted: starttls, which must then be offered, or tls from"
                    + " the start; none is allowed on this machine alone.",
            fallback = "starttls",
            oneOf = {"starttls", "tls", "none"})
        String security,
    @Key(doc = "The user to send as, where the server asks for one.") String user,
    @Key(doc = "The user's password, best as ${NAME}.", secret = true) String password,
    @Key(doc = "The address of the sender.", required = true) String from,
    @Key(
            doc = "The addresses of the recipients.",
            required = true,
            min = 1,
            max = 100,
            commas = true)
        List<String> to,
    @Key(
            doc = "After so many messages in a run, the rest goes into one more.",
            fallback = "20",
            min = 1,
            max = 1000)
        int maxMessages,
    @Key(doc = Link.DOC) String link,
    @Key(doc = "Seconds to wait for an answer.", fallback = "30", min = 1, max = 600) int timeout)
    implements Notifier, Checked {
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:-]+");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");

  @Override
  public void check() {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalKeyException("host", "is not a name or an address");
    }
    if (security.equals("none") && !LOOPBACK.matcher(host).matches()) {
      throw new IllegalKeyException(
          "security", "is none, which is allowed on this machine alone; use starttls or tls");
    }
    if ((user == null) != (password == null)) {
      throw new IllegalKeyException(
          user == null ? "user" : "password", "is missing: give both user and password");
    }
    checkAddress("from", from);
    to.forEach(address -> checkAddress("to", address));
    new Link(link).check();
  }

  private static void checkAddress(String key, String address) {
    try {
      InternetAddress parsed = new InternetAddress(address, true);
      if (parsed.isGroup() || !parsed.getAddress().contains("@")) {
        throw new AddressException("it names no mailbox");
      }
    } catch (AddressException e) {
      throw new IllegalKeyException(
          key,
          "is %s, not a mail address (%s)"
              .formatted(EscapedText.text(address, 100), e.getMessage()));
    }
  }

  @Override
  public Notifier opened() {
    return new EmailSender(this, Waiting.REAL, System.getenv(), null);
  }

  @Override
  public void send(Event event) throws Exception {
    opened().send(event);
  }

  /** Where it sends, without the password. */
  @Override
  public String toString() {
    return "mail to %s by %s:%d".formatted(to, host, port);
  }
}
