package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ship.Event;
import dev.nightwarden.ship.Notifier;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application's jar as {@code spark-submit} loads it: in a class loader below that of Spark,
 * which knows none of its libraries. It is made after all other tests.
 */
@Tag("packaged")
class PackagedJarTest {
  private static final Path JAR = Path.of("target", "nightwarden.jar");

  /** What is in the jar, or only for tests. */
  private static final Pattern OURS =
      Pattern.compile("kafka|angus|jakarta\\.mail|activation|greenmail|subethasmtp|nightwarden");

  @TempDir Path folder;

  @Test
  void mailIsSent() throws Exception {
    GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    server.start();
    try {
      Path config =
          Files.writeString(
              folder.resolve("mail.yml"),
              """
              warehouse: w
              transports: {t: {type: files, path: logs, time: t}}
              profiles: {p: {actor: user, fields: {ip: {type: single}}}}
              shippers:
                mail: {type: email, host: 127.0.0.1, port: %d, security: none, from: a@b.example, to: [c@d.example]}
              """
                  .formatted(server.getSmtp().getPort()));
      assertTrue(inside(Mail.class, config).endsWith("nightwarden.jar"));
      assertEquals(
          "1 malicious event of ann on 2026-11-01", server.getReceivedMessages()[0].getSubject());
    } finally {
      server.stop();
    }
  }

  @Test
  void kafkaIsAFormatOfSpark() throws Exception {
    assertTrue(
        inside(Kafka.class, folder)
            .matches("org\\.apache\\.spark\\.sql\\.kafka010\\..* in .*nightwarden\\.jar"));
  }

  /** What a class of this file says there. */
  private static String inside(Class<? extends Callable<String>> what, Path config)
      throws Exception {
    assertTrue(Files.exists(JAR), "mvn package makes " + JAR.toAbsolutePath());
    List<URL> platform =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> Files.isRegularFile(path))
            .filter(path -> !OURS.matcher(path.getFileName().toString()).find())
            .map(PackagedJarTest::url)
            .toList();
    URL tests = what.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader spark =
            new URLClassLoader(platform.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        URLClassLoader application = new URLClassLoader(new URL[] {url(JAR), tests}, spark)) {
      Thread.currentThread().setContextClassLoader(application);
      @SuppressWarnings("unchecked")
      Callable<String> call =
          (Callable<String>)
              application
                  .loadClass(what.getName())
                  .getConstructor(String.class)
                  .newInstance(config.toString());
      return call.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String origin(Class<?> of) {
    return of.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Sends an event by the shipper {@code mail} of a config; gives where the library is from. */
  public record Mail(String config) implements Callable<String> {
    @Override
    public String call() throws Exception {
      Notifier mail =
          (Notifier)
              new ConfigReader(Registry.load(), Map.of())
                  .read(Path.of(config), List.of(), Config.class)
                  .config()
                  .shippers()
                  .get("mail");
      mail.send(
          new Event(
              "e",
              "t",
              "m",
              "p",
              "ann",
              Instant.parse("2026-11-01T10:00:00Z"),
              LocalDate.parse("2026-11-01"),
              "high",
              1.0,
              "i",
              "r",
              List.of(
                  new Event.Anomaly(
                      "a", "mandatory", "ip", "\"x\"", 1.0, "high", "ip \"x\" odd"))));
      return origin(jakarta.mail.Session.class);
    }
  }

  /** Looks for the format {@code kafka}, and makes a client; gives what was found where. */
  public record Kafka(String folder) implements Callable<String> {
    @Override
    public String call() {
      Class<?> format = DataSource.lookupDataSource("kafka", new SQLConf());
      Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1")).close(Duration.ZERO);
      return format.getName() + " in " + origin(format);
    }
  }
}
