package dev.nightwarden.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** One broker of Kafka, in a process of its own, on loopback. */
final class Broker {
  private final Process process;
  private final String address;

  private Broker(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one that keeps its data in a folder, and waits until it answers. */
  static Broker start(Path home) throws Exception {
    int port = freePort();
    int controller = freePort();
    Path data = Files.createDirectories(home.resolve("data"));
    Files.writeString(
        data.resolve("meta.properties"),
        """
        version=1
        cluster.id=nightwardenTestCluster
        node.id=1
        directory.id=nightwardenDirectory1A
        """);
    Path settings =
        Files.writeString(
            home.resolve("server.properties"),
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            controller.listener.names=CONTROLLER
            log.dirs=%3$s
            offsets.topic.replication.factor=1
            log.retention.ms=-1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            auto.create.topics.enable=false
            """
                .formatted(port, controller, data));
    ProcessBuilder command =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "kafka.Kafka",
            settings.toString());
    command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Path log = home.resolve("broker.txt");
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Broker broker = new Broker(process, "127.0.0.1:" + port);
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                broker.address,
                "default.api.timeout.ms",
                "60000",
                "reconnect.backoff.max.ms",
                "200"))) {
      admin.describeCluster().nodes().get();
      return broker;
    } catch (Exception e) {
      broker.stop();
      throw new IllegalStateException("Kafka did not start: " + tail(log), e);
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String address() {
    return address;
  }

  void stop() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }
}
