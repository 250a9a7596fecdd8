package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on loopback that speaks SMTP (RFC 5321) with STARTTLS (RFC 3207), and fails as a
 * test says.
 */
final class FakeMailServer implements AutoCloseable {
  private final ServerSocket listener;
  private final SSLContext tls;
  private final UnaryOperator<String> answers;
  private final List<String> commands = Collections.synchronizedList(new ArrayList<>());
  private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param tls what STARTTLS goes on with; null: it is not offered
   * @param answers what is answered to a command (the first is "connect", a mail is "mail"); null
   *     for the usual answer, empty for none, "close" for the end of the connection
   */
  FakeMailServer(SSLContext tls, UnaryOperator<String> answers) {
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.tls = tls;
    this.answers = answers;
    Thread thread = new Thread(this::serve, "fake mail server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What clients said, but for mails. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  /** The mails that were taken. */
  List<String> mails() {
    return List.copyOf(mails);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        open.add(socket);
        talk(socket, "connect");
      } catch (IOException e) {
        // The client went away, or the test is over.
      }
    }
  }

  private void talk(Socket socket, String opening) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    OutputStream out = socket.getOutputStream();
    boolean isGoing = opening == null || answer(out, opening, "220 fake");
    while (isGoing) {
      String line = in.readLine();
      if (line == null) {
        return;
      }
      commands.add(line);
      String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" -> {
          boolean offers = tls != null && !(socket instanceof SSLSocket);
          String size = "250-fake\r\n250-AUTH PLAIN\r\n";
          isGoing = answer(out, line, size + (offers ? "250 STARTTLS" : "250 8BITMIME"));
        }
        case "STARTTLS" -> {
          answer(out, line, "220 go on");
          SSLSocket secure =
              (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", port(), true);
          secure.setUseClientMode(false);
          talk(secure, null);
          return;
        }
        case "AUTH" -> isGoing = answer(out, line, "235 welcome");
        case "DATA" -> {
          String said = answers.apply(line);
          isGoing = say(out, said == null ? "354 go on" : said);
          if (said == null) {
            StringBuilder mail = new StringBuilder();
            for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
              if (text == null) {
                return;
              }
              mail.append(text.startsWith("..") ? text.substring(1) : text).append("\r\n");
            }
            String verdict = answers.apply("mail");
            if (verdict == null) {
              mails.add(mail.toString());
            }
            isGoing = say(out, verdict == null ? "250 taken" : verdict);
          }
        }
        case "QUIT" -> isGoing = answer(out, line, "221 bye");
        default -> isGoing = answer(out, line, "250 ok");
      }
    }
  }

  private boolean answer(OutputStream out, String command, String usual) throws IOException {
    String said = answers.apply(command);
    return say(out, said == null ? usual : said);
  }

  private static boolean say(OutputStream out, String said) throws IOException {
    if (said.equals("close")) {
      return false;
    }
    if (!said.isEmpty()) {
      out.write((said + "\r\n").getBytes(ISO_8859_1));
      out.flush();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : List.copyOf(open)) {
      try {
        socket.close();
      } catch (SocketException e) {
        // It was closed.
      }
    }
  }
}
