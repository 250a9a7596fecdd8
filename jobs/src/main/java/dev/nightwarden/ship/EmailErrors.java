package dev.nightwarden.ship;

import dev.nightwarden.value.Amount;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** What went wrong at a mail server, in one sentence that says what to change. */
final class EmailErrors {
  private static final int MAX_SAID = 300;
  private static final int MAX_CAUSES = 10;

  /** How the library words the server's first answer where it is not a welcome. */
  private static final Pattern GREETING = Pattern.compile("response: (\\d{3})");

  private static final Pattern CODE = Pattern.compile("^\\s*(\\d{3})[ -]");

  private EmailErrors() {}

  /** Whether the server says that it does not take the message now, but may later. */
  static boolean isForNow(MessagingException error) {
    int code = code(error);
    return code >= 400 && code < 500;
  }

  static String sentence(MessagingException error, Email settings) {
    String where = "the mail server %s:%d ".formatted(settings.host(), settings.port());
    return where + sentence(causes(error), code(error), settings);
  }

  private static String sentence(List<Throwable> causes, int code, Email settings) {
    String said = said(causes);
    for (Throwable cause : causes) {
      if (cause instanceof AuthenticationFailedException) {
        return settings.user() == null
            ? "asks for a user (%s): set user and password".formatted(said)
            : "refuses the user %s (%s): set user and password"
                .formatted(EscapedText.text(settings.user(), MAX_SAID), said);
      }
      if (cause instanceof SMTPAddressFailedException refused) {
        return "refuses the recipient %s (%s)"
            .formatted(
                EscapedText.text(String.valueOf(refused.getAddress()), MAX_SAID),
                EscapedText.text(String.valueOf(refused.getMessage()).strip(), MAX_SAID));
      }
      if (cause instanceof SMTPSenderFailedException) {
        return "refuses the sender %s (%s): set from, or user and password"
            .formatted(EscapedText.text(settings.from(), MAX_SAID), said);
      }
      if (cause instanceof SSLException) {
        return ("cannot be talked to by TLS (%s): if its certificate is of an authority of your"
                + " own, add that to Java's trust store"
                + " (NIGHTWARDEN_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE); is security right for"
                + " this port?")
            .formatted(said);
      }
      if (cause instanceof SocketTimeoutException) {
        return "gives no answer within %s: is host right, and port?"
            .formatted(Amount.of(settings.timeout(), "second"));
      }
      if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
        return "cannot be reached (%s): set host and port".formatted(said);
      }
    }
    if (said.contains("STARTTLS")) {
      return "does not offer STARTTLS: set security: tls and its port, which is usually 465";
    }
    if (code == 552 || code == 523) {
      return "refuses the message as too long (%s)".formatted(said);
    }
    if (code == 530) {
      return "asks for a user (%s): set user and password".formatted(said);
    }
    return (isTaking(code) ? "breaks off: %s" : "does not take the message (%s)").formatted(said);
  }

  private static boolean isTaking(int code) {
    return code < 400;
  }

  /** The answer's code; 0 where there was none. */
  private static int code(MessagingException error) {
    for (Throwable cause : causes(error)) {
      if (cause instanceof SMTPSendFailedException failed && failed.getReturnCode() >= 400) {
        return failed.getReturnCode();
      }
      if (cause instanceof SMTPAddressFailedException failed && failed.getReturnCode() >= 400) {
        return failed.getReturnCode();
      }
      if (cause instanceof SMTPSenderFailedException failed && failed.getReturnCode() >= 400) {
        return failed.getReturnCode();
      }
      String message = String.valueOf(cause.getMessage());
      for (Pattern pattern : List.of(GREETING, CODE)) {
        Matcher code = pattern.matcher(message);
        if (code.find() && Integer.parseInt(code.group(1)) >= 400) {
          return Integer.parseInt(code.group(1));
        }
      }
    }
    return 0;
  }

  /** An error with those that it is due to and those beside it. */
  private static List<Throwable> causes(MessagingException error) {
    List<Throwable> causes = new ArrayList<>();
    Throwable next = error;
    while (next != null && causes.size() < MAX_CAUSES && !causes.contains(next)) {
      causes.add(next);
      Throwable beside = next instanceof MessagingException one ? one.getNextException() : null;
      next = beside != null ? beside : next.getCause();
    }
    return causes;
  }

  private static String said(List<Throwable> causes) {
    String words =
        causes.stream()
            .map(Throwable::getMessage)
            .filter(message -> message != null && !message.isBlank())
            .reduce((first, last) -> last)
            .orElse("no word");
    return EscapedText.text(words.strip().lines().findFirst().orElse(""), MAX_SAID);
  }
}
