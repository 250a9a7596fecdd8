package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestCertificate;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Against GreenMail, SubEtha SMTP, which has STARTTLS, and a server that fails as it is told. */
class EmailTest {
  private static final String PASSWORD = "open sesame";

  private final FakeWaiting waiting = new FakeWaiting();

  @Test
  void mailsAnActorsDateAsTextAndHtml() throws Exception {
    GreenMail server = greenMail();
    try {
      EmailSender sender = sender("none", server.getSmtp().getPort(), "ann");
      sender.send(Told.digest("eve", 2));
      sender.send(Told.rest(30));
      MimeMessage[] mails = server.getReceivedMessages();
      assertEquals(4, mails.length);
      MimeMessage mail = mails[0];
      assertEquals("2 malicious events of eve on 2026-11-01", mail.getSubject());
      assertEquals("Nightwarden <nw@example.com>", mail.getFrom()[0].toString());
      assertEquals(
          List.of("soc@example.com", "Joe <joe@example.com>"),
          List.of(mail.getAllRecipients()).stream().map(Object::toString).toList());
      assertEquals("auto-generated", mail.getHeader("Auto-Submitted")[0]);
      MimeMultipart bodies = (MimeMultipart) mail.getContent();
      assertTrue(bodies.getContentType().startsWith("multipart/alternative"));
      String plain = (String) bodies.getBodyPart(0).getContent();
      String html = (String) bodies.getBodyPart(1).getContent();
      assertEquals(
          """
          2 malicious events of eve on 2026-11-01

          between 10:00:00 and 10:00:01 UTC, score 1.000, severity high
          10:00:00 UTC, logins, score 1.000, severity high
            - city "Lima" never seen for eve in 412 earlier messages

          10:00:01 UTC, logins, score 1.000, severity high
            - city "Lima" never seen for eve in 412 earlier messages

          To look closer:
            scripts/nightwarden explain --event e-eve-0 --date 2026-11-01
          """,
          plain.replace("\r\n", "\n"));
      assertTrue(html.contains("<li>city &quot;Lima&quot; never seen for eve"), html);
      assertEquals(
          2,
          Arrays.stream(mails)
              .filter(one -> subject(one).equals("90 more malicious events of 30 other actors"))
              .count());
    } finally {
      server.stop();
    }
  }

  @Test
  void givesAMessageTheSameIdWheneverItIsSent() throws Exception {
    try (FakeMailServer server = new FakeMailServer(null, EmailTest::usual)) {
      sender("none", server.port(), null).send(Told.digest("ann", 2));
      sender("none", server.port(), null).send(Told.digest("ann", 2));
      sender("none", server.port(), null).send(Told.digest("bob", 2));
      List<String> ids =
          server.mails().stream()
              .flatMap(mail -> mail.lines().filter(line -> line.startsWith("Message-ID: ")))
              .toList();
      assertEquals(ids.get(0), ids.get(1));
      assertFalse(ids.get(0).equals(ids.get(2)));
    }
  }

  @Test
  void letsNoTextOfTheLogsAddAHeaderAMarkOrALink() throws Exception {
    GreenMail server = greenMail();
    try {
      Event event = Told.event("e", "2026-11-01T10:00:00Z", Told.HOSTILE, Told.HOSTILE);
      sender("none", server.getSmtp().getPort(), "ann").send(event);
      MimeMessage mail = server.getReceivedMessages()[0];
      assertNull(mail.getHeader("Bcc"));
      assertFalse(mail.getSubject().contains("\n"));
      MimeMultipart bodies = (MimeMultipart) mail.getContent();
      String plain = (String) bodies.getBodyPart(0).getContent();
      String html = (String) bodies.getBodyPart(1).getContent();
      for (String text : List.of(plain, html)) {
        assertFalse(text.contains("://"), text);
        assertFalse(text.contains("evil.example"), text);
        assertFalse(text.contains("\u202E"), text);
      }
      assertFalse(html.contains("<script"), html);
      assertFalse(html.matches("(?s).*<a[ >].*"), html);
      assertTrue(html.contains("&amp;amp;"), html);
    } finally {
      server.stop();
    }
  }

  @Test
  void linksToWhereTheConfigSays() {
    Link link = new Link("https://r.example/report-{date}.html?a=b&who={actor}");
    Event event = Told.event("e", "2026-11-01T10:00:00Z", "\"><script>", "odd");
    String to = "https://r.example/report-2026-11-01.html?a=b%swho=%%22%%3E%%3Cscript%%3E";
    EmailText mail = EmailText.of(Digest.of(event), link);
    assertTrue(mail.plain().contains("\n  " + to.formatted("&") + "\n"), mail.plain());
    assertTrue(
        mail.html().contains("<p><a href=\"%1$s\">%1$s</a></p>".formatted(to.formatted("&amp;"))),
        mail.html());
    assertEquals(3, EmailText.of(Told.rest(3), link).html().split("<a href=", -1).length - 1);
  }

  @Test
  void refusesToSpeakPlainlyWhereStarttlsIsNotOffered() throws Exception {
    try (FakeMailServer server = new FakeMailServer(null, EmailTest::usual)) {
      EmailSender sender = sender("starttls", server.port(), "ann");
      IOException error = assertThrows(IOException.class, () -> sender.send(Told.digest("a", 1)));
      assertEquals(
          "the mail server localhost:%d does not offer STARTTLS: set security: tls and its port,"
                  .formatted(server.port())
              + " which is usually 465",
          error.getMessage());
      assertTrue(server.commands().stream().noneMatch(line -> line.startsWith("AUTH")));
    }
  }

  @ParameterizedTest
  @CsvSource({"starttls", "tls"})
  void mailsThroughAServerThatAsksForTlsAndAUser(String security) throws Exception {
    List<String> mails = Collections.synchronizedList(new ArrayList<>());
    SMTPServer.Builder made =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, context) -> {
                      if (!user.equals("ann") || !password.equals(PASSWORD)) {
                        throw new LoginFailedException("535 5.7.8 no such user");
                      }
                    }))
            .messageHandler((context, from, to, data) -> mails.add(new String(data, UTF_8)));
    SMTPServer server =
        (security.equals("tls")
                ? made.serverSocketFactory(TestCertificate.context())
                : made.requireTLS().startTlsSocketFactory(TestCertificate.context()))
            .build();
    server.start();
    try {
      SSLSocketFactory trusting = TestCertificate.trusting().getSocketFactory();
      int port = server.getPortAllocated();
      sender(security, port, "ann", trusting).send(Told.digest("eve", 2));
      assertEquals(1, mails.size());
      assertTrue(mails.get(0).contains("Subject: 2 malicious events of eve"), mails.get(0));

      EmailSender other = sender(security, port, "bob", trusting);
      String refused =
          assertThrows(IOException.class, () -> other.send(Told.digest("eve", 2))).getMessage();
      assertTrue(refused.contains("refuses the user bob (535 "), refused);

      EmailSender wary = sender(security, port, "ann");
      String untrusted =
          assertThrows(IOException.class, () -> wary.send(Told.digest("eve", 2))).getMessage();
      assertTrue(untrusted.contains("cannot be talked to by TLS"), untrusted);
      assertEquals(1, mails.size());
    } finally {
      server.stop();
    }
  }

  @Test
  void tellsThePasswordOnlyOnceStarttlsHasBegun() throws Exception {
    try (FakeMailServer server = new FakeMailServer(TestCertificate.context(), EmailTest::usual)) {
      SSLSocketFactory trusting = TestCertificate.trusting().getSocketFactory();
      sender("starttls", server.port(), "ann", trusting).send(Told.digest("eve", 2));
      assertEquals(1, server.mails().size());
      assertTrue(server.mails().get(0).contains("Subject: 2 malicious events of eve"));
      List<String> verbs = server.commands().stream().map(line -> line.split(" ", 2)[0]).toList();
      assertEquals(
          List.of("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"),
          verbs);
    }
  }

  @ParameterizedTest
  @CsvSource({"starttls", "tls"})
  void refusesACertificateThatNobodyVouchesFor(String security) throws Exception {
    try (FakeMailServer server = new FakeMailServer(TestCertificate.context(), EmailTest::usual);
        FakeService secure = FakeService.secure(TestCertificate.context(), asked -> null)) {
      int securePort = Integer.parseInt(secure.url().replaceAll(".*:", ""));
      EmailSender sender =
          sender(security, security.equals("tls") ? securePort : server.port(), "ann");
      IOException error = assertThrows(IOException.class, () -> sender.send(Told.digest("a", 1)));
      assertTrue(error.getMessage().contains("cannot be talked to by TLS"), error.getMessage());
      assertTrue(error.getMessage().contains("trustStore"), error.getMessage());
      assertTrue(server.commands().stream().noneMatch(line -> line.startsWith("AUTH")));
    }
  }

  @Test
  void sendsAgainWhatWasRefusedForNow() throws Exception {
    for (String command : List.of("connect", "MAIL", "RCPT", "DATA", "mail")) {
      AtomicInteger left = new AtomicInteger(1);
      UnaryOperator<String> busy =
          said ->
              said.startsWith(command) && left.getAndDecrement() > 0
                  ? "451 4.7.1 try again later"
                  : null;
      try (FakeMailServer server = new FakeMailServer(null, busy)) {
        sender("none", server.port(), null).send(Told.digest("ann", 1));
        assertEquals(1, server.mails().size(), command);
      }
    }
    assertEquals(5, waiting.pauses().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUTH|535 5.7.8 no such user|refuses the user ann (535 5.7.8 no such user): set user",
        "RCPT|550 5.1.1 unknown|refuses the recipient soc@example.com (550 5.1.1 unknown",
        "MAIL|550 5.7.1 not yours|refuses the sender Nightwarden <nw@example.com> (550 5.7.1 not yours)",
        "MAIL|530 5.7.0 authenticate|(530 5.7.0 authenticate): set",
        "mail|552 5.3.4 too big|refuses the message as too long (552 5.3.4 too big)",
        "mail|554 5.7.1 spam|does not take the message (554 5.7.1 spam)",
        "mail|451 4.7.1 later|does not take the message (451 4.7.1 later)",
        "mail|close|breaks off",
        "connect|close|breaks off",
        "connect|<html>|breaks off",
        "EHLO||gives no answer within 1 second: is",
      })
  void saysWhatToChange(String command, String answer, String words) throws Exception {
    String said = answer == null ? "" : answer;
    UnaryOperator<String> answers = line -> line.startsWith(command) ? said : null;
    try (FakeMailServer server = new FakeMailServer(null, answers)) {
      EmailSender sender = sender("none", server.port(), "ann");
      IOException error = assertThrows(IOException.class, () -> sender.send(Told.digest("a", 1)));
      assertTrue(error.getMessage().contains(words), error.getMessage());
      assertTrue(
          error.getMessage().startsWith("the mail server localhost:" + server.port()),
          error.getMessage());
      assertFalse(error.getMessage().contains(PASSWORD), error.getMessage());
      assertEquals(List.of(), server.mails());
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (FakeMailServer server = new FakeMailServer(null, EmailTest::usual)) {
      port = server.port();
    }
    EmailSender sender = sender("none", port, null);
    IOException error = assertThrows(IOException.class, () -> sender.send(Told.digest("a", 1)));
    assertTrue(error.getMessage().contains("cannot be reached"), error.getMessage());
  }

  @Test
  void cutsWhatIsTooLongForAMail() {
    List<String> reasons = Collections.nCopies(500, "<".repeat(100_000));
    List<Event> events =
        Collections.nCopies(
            Digest.MAX_EVENTS, Told.event("e", "2026-11-01T10:00:00Z", "a", reasons));
    EmailText text =
        EmailText.of(new Digest("a", events.get(0).eventDate(), events, 5), new Link(null));
    assertTrue(text.html().length() < EmailText.MAX_BODY + 100_000);
    assertTrue(text.plain().contains("\nand "), "what is left out is counted");
    Event event = Told.event("e", "2026-11-01T10:00:00Z", "x".repeat(999), "r".repeat(999));
    assertTrue(EmailText.of(Digest.of(event), new Link(null)).subject().length() <= 200);
  }

  @Test
  void refusesWhatCannotBe() {
    refused(
        "security is none, which is allowed on this machine alone; use starttls or tls",
        email("mail.example", "none", null, null, "nw@example.com"));
    refused(
        "password is missing: give both user and password",
        email("mail.example", "tls", "ann", null, "nw@example.com"));
    refused(
        "from is nobody, not a mail address (Missing final '@domain')",
        email("mail.example", "tls", null, null, "nobody"));
    refused(
        "from is a@b.example\\r\\nBcc: x@y.example, not a mail address",
        email("mail.example", "tls", null, null, "a@b.example\r\nBcc: x@y.example"));
  }

  private static void refused(String message, Email email) {
    String said = assertThrows(IllegalKeyException.class, () -> Keys.checked(email)).getMessage();
    assertTrue(said.startsWith(message), said);
  }

  private static Email email(
      String host, String security, String user, String password, String from) {
    return new Email(
        host, 25, security, user, password, from, List.of("soc@example.com"), 20, null, 1);
  }

  private EmailSender sender(String security, int port, String user) {
    return sender(security, port, user, null);
  }

  private EmailSender sender(String security, int port, String user, SSLSocketFactory tls) {
    Email email =
        new Email(
            "localhost",
            port,
            security,
            user,
            user == null ? null : PASSWORD,
            "Nightwarden <nw@example.com>",
            List.of("soc@example.com", "Joe <joe@example.com>"),
            20,
            null,
            1);
    return new EmailSender(email, waiting, Map.of(), tls);
  }

  /** The usual answer, whatever is said. */
  private static String usual(String command) {
    return null;
  }

  private static String subject(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static GreenMail greenMail() {
    GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    server.setUser("ann", PASSWORD);
    server.start();
    return server;
  }
}
