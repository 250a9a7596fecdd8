package dev.nightwarden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A server of tests, of classes that are none of the tests', in a process of its own. */
public final class OwnServer {
  private OwnServer() {}

  /**
   * Starts one that says at which port of this machine it is asked, and waits until it has.
   *
   * @param module whose build left its classes and, in a file, the class path they need
   * @param options for its Java
   * @param data where it keeps what it is given
   * @return where it is asked
   */
  public static String start(
      String module, String classPath, List<String> options, String main, Path data)
      throws IOException, InterruptedException {
    Path target = Path.of(module, "target");
    Path folder = Files.createTempDirectory(module);
    Path log = folder.resolve("log.txt");
    Path port = folder.resolve("port.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.add("-cp");
    command.add(
        target.resolve("classes") + ":" + Files.readString(target.resolve(classPath)).strip());
    command.addAll(List.of(main, data.toString(), port.toString()));
    // It ends with its standard input: with this process, however that ends.
    Process server =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Instant end = Instant.now().plusSeconds(180);
    while (!Files.exists(port)) {
      if (!server.isAlive() || Instant.now().isAfter(end)) {
        server.destroyForcibly();
        throw new IOException("%s did not start: %s".formatted(main, Files.readString(log)));
      }
      Thread.sleep(100);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
    return "http://127.0.0.1:" + Files.readString(port);
  }
}
