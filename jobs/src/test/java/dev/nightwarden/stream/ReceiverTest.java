package dev.nightwarden.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.ingest.IngestException;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverTest {
  private static final String JSON = "type: tcp, port: 0, time: t";
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;
  private Receiver receiver;

  @AfterEach
  void close() throws Exception {
    if (receiver != null) {
      receiver.close();
    }
  }

  @Test
  void whatManySendersSendLandsOnceEach() throws Exception {
    open(JSON);
    List<Thread> senders = new ArrayList<>();
    for (int s = 0; s < 20; s++) {
      int sender = s;
      senders.add(
          new Thread(
              () -> {
                try (Socket socket = connect()) {
                  for (int i = 0; i < 500; i++) {
                    send(socket, "{\"n\":\"%d-%d\"}\n".formatted(sender, i));
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    // Slow ones that hold up nobody: half a line each.
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      slow.add(connect());
      send(slow.get(i), "{\"slow\":");
    }
    senders.forEach(Thread::start);
    for (Thread sender : senders) {
      sender.join();
    }
    end();

    List<Arrival> landed = Given.landed(folder);
    Set<String> texts = landed.stream().map(Arrival::text).collect(Collectors.toSet());
    assertEquals(10_005, landed.size());
    assertEquals(10_001, texts.size());
    assertEquals(10_005, landed.stream().map(Arrival::id).distinct().count());
    assertEquals(
        List.of("the receiver ended inside this record"),
        landed.stream().map(Arrival::refused).filter(r -> r != null).distinct().toList());
    for (Socket socket : slow) {
      socket.close();
    }
  }

  @Test
  void equalLinesOfOneSecondStayTwo() throws Exception {
    open(JSON);
    try (Socket socket = connect()) {
      send(socket, "{\"a\":1}\n{\"a\":1}\n");
    }
    end();

    assertEquals(List.of("{\"a\":1}", "{\"a\":1}"), Given.texts(folder));
    assertEquals(2, Given.landed(folder).stream().map(Arrival::id).distinct().count());
  }

  @Test
  void whatIsAcknowledgedIsOnDiskThoughNotYetToBeRead() throws Exception {
    open(JSON + ", ack: true, id: n");
    try (Socket socket = connect()) {
      send(socket, "{\"n\":1}\n{\"n\":2}\nnonsense\n{\"n\":");
      BufferedReader answers = answers(socket);
      String answer = answers.readLine();
      while (!answer.equals("{\"ack\":3}")) {
        answer = answers.readLine();
      }
      assertEquals(List.of(), Given.texts(folder));
      assertEquals(List.of("{\"n\":1}", "{\"n\":2}", "nonsense"), parts());

      // The sender says that it is done, and gets its answer all the same.
      send(socket, "4}");
      socket.shutdownOutput();
      assertEquals("{\"ack\":4}", answers.readLine());
      assertNull(answers.readLine());
    }
    end();
    assertEquals(List.of("{\"n\":1}", "{\"n\":2}", "nonsense", "{\"n\":4}"), Given.texts(folder));
  }

  @Test
  void aSenderThatSendsAGigabyteWithoutAnEndIsLetGo() throws Exception {
    open(JSON + ", max_bytes: 1000");
    try (Socket socket = connect()) {
      byte[] chunk = "x".repeat(1 << 16).getBytes(UTF_8);
      OutputStream out = socket.getOutputStream();
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 1 << 14; i++) {
              out.write(chunk);
            }
          });
    }
    await(() -> receiver.senders() == 0);
    end();

    List<Arrival> landed = Given.landed(folder);
    assertEquals(1, landed.size());
    assertTrue(
        landed
            .get(0)
            .refused()
            .endsWith(
                " bytes of one line without its end; max_bytes is 1000, and the connection was"
                    + " closed"),
        landed.get(0)::refused);
    assertEquals("x".repeat(1000), landed.get(0).text());
  }

  @Test
  void aSenderOfGarbageIsLetGoAndNothingOfItIsLostInSilence() throws Exception {
    open(JSON);
    try (Socket socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n".repeat(99) + "{\"a\":1}\n" + "\u0001\u0002ä\n".repeat(150));
      assertEquals(-1, socket.getInputStream().read());
    }
    end();

    List<String> texts = Given.texts(folder);
    assertEquals(99 + 1 + 100, texts.size());
    assertEquals("GET / HTTP/1.1", texts.get(0));
    assertEquals("{\"a\":1}", texts.get(99));
  }

  @Test
  void bytesThatAreNoTextAreRefusedAsJsonAndReadAsOldTextInSyslog() throws Exception {
    byte[] latin = {'<', '1', '>', '{', (byte) 0xe4, '\n'};
    open("type: tcp, port: 0, format: syslog");
    try (Socket socket = connect()) {
      socket.getOutputStream().write(latin);
    }
    end();
    assertEquals(List.of("<1>{ä"), Given.texts(folder));

    Path other = folder.resolve("json");
    open(JSON, other);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(latin);
    }
    end();
    assertEquals(List.of("not text in UTF-8"), Given.texts(other));
  }

  @Test
  void aLineThatDripsIsGivenUp() throws Exception {
    open(JSON + ", line_seconds: 1");
    try (Socket socket = connect()) {
      send(socket, "{\"a\":1}\n{\"b\":");
      socket.setSoTimeout(10_000);
      assertEquals(-1, socket.getInputStream().read());
    }
    end();

    assertEquals(
        List.of(
            "{\"a\":1}",
            "the connection was closed inside this record: its record had no end after 1 second"),
        Given.texts(folder));
  }

  @Test
  void moreSendersThanAllowedAreTurnedAway() throws Exception {
    open(JSON + ", max_connections: 2");
    try (Socket first = connect()) {
      try (Socket second = connect()) {
        await(() -> receiver.senders() == 2);
        try (Socket third = connect()) {
          assertEquals(-1, third.getInputStream().read());
        }
        assertTrue(second.isConnected());
      }
      await(() -> receiver.senders() == 1);
      try (Socket fourth = connect()) {
        send(fourth, "{\"n\":4}\n");
      }
      send(first, "{\"n\":1}\n");
    }
    end();

    assertEquals(Set.of("{\"n\":1}", "{\"n\":4}"), new HashSet<>(Given.texts(folder)));
  }

  @Test
  void aReceiverThatIsKilledLeavesWhatItAcknowledgedToTheNext() throws Exception {
    int acknowledged = 0;
    int killed = 0;
    // Sends numbers, in order, from the first that was not acknowledged, through three deaths.
    while (acknowledged < 4_000) {
      Process process = process();
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        int port = Integer.parseInt(out.readLine());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          int base = acknowledged;
          int killAt = base + 1_000;
          Thread sender =
              new Thread(
                  () -> {
                    try {
                      for (int i = base; i < 4_000; i++) {
                        send(socket, "{\"n\":%d}\n".formatted(i));
                      }
                    } catch (IOException gone) {
                      // As it is killed.
                    }
                  });
          sender.start();
          BufferedReader answers = answers(socket);
          String answer;
          while ((answer = answers.readLine()) != null) {
            acknowledged = base + Integer.parseInt(answer.replaceAll("\\D", ""));
            if (acknowledged == 4_000) {
              break;
            }
            if (acknowledged >= killAt && killed < 3) {
              killed++;
              process.destroyForcibly().waitFor();
              break;
            }
          }
          sender.join();
        } catch (IOException reset) {
          // As it is killed.
        }
      } finally {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
    open(JSON + ", ack: true, id: n");
    end();

    List<String> texts = Given.texts(folder);
    Set<String> all =
        IntStream.range(0, 4_000).mapToObj("{\"n\":%d}"::formatted).collect(Collectors.toSet());
    assertEquals(all, new HashSet<>(texts), "by id, each is there");
    assertTrue(texts.size() >= 4_000, "what was sent again is known by its id");
  }

  @Test
  void theLastLineOfADeadReceiverIsLeftOutWhereItWasCut() throws Exception {
    Path date = Files.createDirectories(folder.resolve("2026-01-10"));
    String whole = new String(arrival("1").line(), UTF_8);
    String cut = whole.substring(0, 10);
    // The process 1 of another machine, long ago.
    Files.writeString(date.resolve("_1700000000000-ab-1.json.1@elsewhere"), whole + cut);
    Files.writeString(date.resolve("_1700000000000-ab-2.json.1@elsewhere"), cut);
    // One that may be at work.
    Path atWork = date.resolve("_%d-ab-3.json.1@elsewhere".formatted(System.currentTimeMillis()));
    Files.writeString(atWork, whole);
    open(JSON);
    end();

    assertEquals(List.of("{\"n\":1}"), Given.texts(folder));
    assertEquals(List.of(atWork.getFileName().toString()), names(date));
  }

  @Test
  void whatCannotBeWrittenIsSaidAndNotAcknowledged() throws Exception {
    open(JSON + ", ack: true, id: n");
    // A file where the folder of the date is to be.
    Files.writeString(
        folder.resolve(java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString()), "");
    try (Socket socket = connect()) {
      send(socket, "{\"n\":1}\n");
      assertNull(answers(socket).readLine());
    }
    IOException failed = assertThrows(IOException.class, receiver::land);

    assertTrue(
        failed.getMessage().startsWith("transports.t: what is received cannot be written to "),
        failed::getMessage);
    Files.delete(folder.resolve(java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString()));
    try (Socket socket = connect()) {
      send(socket, "{\"n\":1}\n");
      assertEquals("{\"ack\":1}", answers(socket).readLine());
    }
    end();
    assertEquals(List.of("{\"n\":1}"), Given.texts(folder));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    open(JSON);
    IngestException taken =
        assertThrows(
            IngestException.class,
            () -> open(JSON.replace("port: 0", "port: " + receiver.port()), folder));

    assertTrue(
        taken
            .getMessage()
            .startsWith(
                "transports.t.port: 127.0.0.1:%d cannot be opened: ".formatted(receiver.port())),
        taken::getMessage);
  }

  @Test
  void tlsByPkcs12AndByPem() throws Exception {
    Path store = keystore("port");
    open(JSON + ", tls: {keystore: %s, password: %s}".formatted(store, PASSWORD));
    assertSentByTls(clientTrusting(store, null), "{\"n\":1}");
    // The same without TLS is told, and lands nothing.
    try (Socket socket = connect()) {
      send(socket, "{\"n\":2}\n");
      while (socket.getInputStream().read() >= 0) {}
    } catch (IOException reset) {
      // Either is fine.
    }
    end();
    assertEquals(List.of("{\"n\":1}"), Given.texts(folder));

    Path other = folder.resolve("pem");
    open(
        JSON
            + ", tls: {certificate: %s, key: %s, client_ca: %s}"
                .formatted(
                    certificate(store, "port"),
                    key(store, "port"),
                    certificate(keystore("sender"), "sender")),
        other);
    assertSentByTls(clientTrusting(store, folder.resolve("sender.p12")), "{\"n\":3}");
    assertThrows(
        IOException.class, () -> assertSentByTls(clientTrusting(store, null), "{\"n\":4}"));
    end();
    assertEquals(List.of("{\"n\":3}"), Given.texts(other));
  }

  @Test
  void aSenderOfTlsToAPortWithoutIsToldApart() throws Exception {
    Path store = keystore("port");
    open(JSON);
    assertThrows(
        SSLException.class, () -> assertSentByTls(clientTrusting(store, null), "{\"n\":1}"));
    end();

    assertEquals(List.of(), Given.texts(folder));
  }

  @Test
  void aKeyThatCannotBeReadIsToldWithoutWhatItHolds() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.pem"), "SECRET");
    IngestException refused =
        assertThrows(
            IngestException.class,
            () -> open(JSON + ", tls: {certificate: %s, key: %s}".formatted(broken, broken)));
    assertTrue(refused.getMessage().startsWith("transports.t.tls: "), refused::getMessage);
    assertFalse(refused.getMessage().contains("SECRET"), refused::getMessage);

    IngestException wrong =
        assertThrows(
            IngestException.class,
            () ->
                open(
                    JSON
                        + ", tls: {keystore: %s, password: wrong-one}"
                            .formatted(keystore("port"))));
    assertTrue(
        wrong.getMessage().endsWith("is no PKCS-12 file with a key, or the password is wrong"),
        wrong::getMessage);
  }

  @Test
  void keysThatDoNotGoTogetherAreRefused() {
    assertEquals(
        "t.yml:1: transports.t.host is 0.0.0.0, beyond this machine's loopback, without tls; give"
            + " tls, or insecure: true if whoever reaches the port may write there and read what"
            + " others write",
        refused(JSON + ", host: 0.0.0.0"));
    assertEquals(
        "t.yml:1: transports.t.time is missing; format: json needs it",
        refused("type: tcp, port: 0"));
    assertTrue(refused(JSON + ", ack: true").startsWith("t.yml:1: transports.t.ack needs id, "));
    assertEquals(
        "t.yml:1: transports.t.id_from says nothing where id names the record's own id",
        refused(JSON + ", id: n, id_from: record"));
  }

  private String refused(String section) {
    return assertThrows(ConfigException.class, () -> Given.tcp("{" + section + "}")).getMessage();
  }

  /** Runs in a process of its own: a receiver that prints its port, until it is killed. */
  public static void main(String[] args) throws Exception {
    Receiver receiver =
        Receiver.open(
            "t",
            Given.tcp("{" + args[0] + "}"),
            Path.of(args[1]).toUri().toString(),
            new Configuration(false),
            Clock.systemUTC());
    System.out.println(receiver.port());
    while (true) {
      Thread.sleep(700);
      receiver.land();
    }
  }

  private Process process() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(
        List.of(ReceiverTest.class.getName(), JSON + ", ack: true, id: n", folder.toString()));
    return new ProcessBuilder(command)
        .redirectError(new File(folder.toFile(), "errors.txt"))
        .start();
  }

  private void open(String section) throws Exception {
    open(section, folder);
  }

  private void open(String section, Path landing) throws Exception {
    receiver =
        Receiver.open(
            "t",
            Given.tcp("{" + section + "}"),
            landing.toUri().toString(),
            new Configuration(false),
            Clock.systemUTC());
  }

  private void end() throws Exception {
    receiver.close();
    receiver = null;
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), receiver.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static BufferedReader answers(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertTrue(condition.getAsBoolean());
  }

  private static Arrival arrival(String number) {
    return new Arrival(
        "ab-" + number, Clock.systemUTC().instant(), "", "{\"n\":%s}".formatted(number), null);
  }

  /** What is in files that are not to be read yet. */
  private List<String> parts() throws Exception {
    List<String> texts = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      for (Path part : files.filter(f -> f.getFileName().toString().startsWith("_")).toList()) {
        for (String line : Files.readAllLines(part)) {
          texts.add(Arrival.of(line).text());
        }
      }
    }
    return texts;
  }

  private static List<String> names(Path date) throws IOException {
    try (var files = Files.list(date)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("_"))
          .sorted()
          .toList();
    }
  }

  private Path keystore(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    if (!Files.exists(store)) {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-alias",
                  name,
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  PASSWORD)
              .redirectErrorStream(true)
              .start();
      keytool.getInputStream().readAllBytes();
      assertEquals(0, keytool.waitFor());
    }
    return store;
  }

  private static KeyStore load(Path store) throws Exception {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (FileInputStream in = new FileInputStream(store.toFile())) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    return loaded;
  }

  private Path certificate(Path store, String alias) throws Exception {
    return pem(alias + ".crt", "CERTIFICATE", load(store).getCertificate(alias).getEncoded());
  }

  private Path key(Path store, String alias) throws Exception {
    return pem(
        alias + ".key",
        "PRIVATE KEY",
        load(store).getKey(alias, PASSWORD.toCharArray()).getEncoded());
  }

  private Path pem(String name, String what, byte[] content) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(content), what));
  }

  private static SSLContext clientTrusting(Path port, Path own) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("port", load(port).getCertificate("port"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = null;
    if (own != null) {
      keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(own), PASSWORD.toCharArray());
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Waits until the other side has closed, so that the handshake is over. */
  private void assertSentByTls(SSLContext context, String line) throws IOException {
    try (Socket socket =
        context
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), receiver.port())) {
      socket.setSoTimeout(500);
      send(socket, line + "\n");
      try {
        socket.getInputStream().read();
      } catch (java.net.SocketTimeoutException stillOpen) {
        return;
      }
      throw new IOException("the other side has closed");
    }
  }
}
