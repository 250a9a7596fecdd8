package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.http.TunnelProxy;
import dev.nightwarden.http.Waiting;
import dev.nightwarden.value.Sha256;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** Mails in one run. */
final class EmailSender implements CappedNotifier {
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private final Email settings;
  private final Link link;
  private final Waiting waiting;
  private final Session session;

  /**
   * @param environment names the proxy
   * @param tls what connections are encrypted by; null: what Java trusts
   */
  EmailSender(
      Email settings, Waiting waiting, Map<String, String> environment, SSLSocketFactory tls) {
    this.settings = settings;
    this.link = new Link(settings.link());
    this.waiting = waiting;
    Properties properties = properties(settings, environment);
    if (tls != null) {
      properties.put("mail.%s.ssl.socketFactory".formatted(protocol(settings)), tls);
    }
    this.session = Session.getInstance(properties);
  }

  private static Properties properties(Email settings, Map<String, String> environment) {
    String milliseconds = String.valueOf(settings.timeout() * 1000L);
    Properties properties = new Properties();
    String protocol = protocol(settings);
    Map<String, String> values =
        Map.of(
            "connectiontimeout",
            milliseconds,
            "timeout",
            milliseconds,
            "writetimeout",
            milliseconds,
            "auth",
            String.valueOf(settings.user() != null),
            "sendpartial",
            "false",
            "starttls.enable",
            String.valueOf(settings.security().equals("starttls")),
            "starttls.required",
            String.valueOf(settings.security().equals("starttls")),
            "ssl.checkserveridentity",
            "true",
            "ssl.protocols",
            "TLSv1.3 TLSv1.2");
    values.forEach((key, value) -> properties.put("mail.%s.%s".formatted(protocol, key), value));
    TunnelProxy.to(settings.host(), settings.port(), environment)
        .ifPresent(
            proxy -> {
              String prefix = "mail.%s.proxy.".formatted(protocol);
              properties.put(prefix + "host", proxy.host());
              properties.put(prefix + "port", String.valueOf(proxy.port()));
              if (proxy.user() != null) {
                properties.put(prefix + "user", proxy.user());
                properties.put(prefix + "password", proxy.password());
              }
            });
    return properties;
  }

  private static String protocol(Email settings) {
    return settings.security().equals("tls") ? "smtps" : "smtp";
  }

  @Override
  public int maxMessages() {
    return settings.maxMessages();
  }

  @Override
  public void send(Digest digest) throws IOException, InterruptedException {
    List<String> eventIds = digest.events().stream().map(Event::eventId).toList();
    send(EmailText.of(digest, link), eventIds);
  }

  @Override
  public void send(Rest rest) throws IOException, InterruptedException {
    List<String> eventIds =
        rest.first().stream().map(digest -> digest.events().get(0).eventId()).toList();
    send(EmailText.of(rest, link), eventIds);
  }

  private void send(EmailText text, List<String> eventIds)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        deliver(message(text, eventIds));
        return;
      } catch (MessagingException e) {
        // What is refused for now was not taken; of a connection that broke nobody knows.
        if (!EmailErrors.isForNow(e) || attempt == ATTEMPTS) {
          throw new IOException(EmailErrors.sentence(e, settings), e);
        }
      }
      waiting.pause(FIRST_PAUSE.multipliedBy(attempt));
    }
  }

  private void deliver(MimeMessage message) throws MessagingException {
    Transport transport = session.getTransport(protocol(settings));
    try {
      transport.connect(settings.host(), settings.port(), settings.user(), settings.password());
      transport.sendMessage(message, message.getAllRecipients());
    } finally {
      try {
        transport.close();
      } catch (MessagingException e) {
        // The server has answered to the message already.
      }
    }
  }

  private MimeMessage message(EmailText text, List<String> eventIds) throws MessagingException {
    String id = Sha256.half(String.join("\n", eventIds));
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<%s@nightwarden>".formatted(id));
          }
        };
    message.setFrom(new InternetAddress(settings.from(), true));
    for (String address : settings.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
    }
    message.setSubject(text.subject(), UTF_8.name());
    message.setSentDate(Date.from(waiting.now()));
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text.plain(), UTF_8.name());
    MimeBodyPart html = new MimeBodyPart();
    html.setText(text.html(), UTF_8.name(), "html");
    message.setContent(new MimeMultipart("alternative", plain, html));
    message.saveChanges();
    return message;
  }
}
