package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Runs the program in processes of its own, and ends each by SIGKILL at a request that none before
 * it has died at: once as the service takes it, so that no answer comes, and once when it was
 * answered, a little later each time.
 */
final class Deaths implements TestServer.Script {
  private static final int KILLED = 128 + 9;
  private static final int MOST = 200;

  private final Path folder;
  private final TestServer.Script services;
  private final Function<Asked, String> names;
  private final IntConsumer onDeath;
  private final Set<String> died = new HashSet<>();
  private Process running;

  /**
   * @param folder for the log of each process
   * @param names what a request is for; null where nobody dies at it
   * @param onDeath is told how many there were
   */
  Deaths(
      Path folder, TestServer.Script services, Function<Asked, String> names, IntConsumer onDeath) {
    this.folder = folder;
    this.services = services;
    this.names = names;
    this.onDeath = onDeath;
  }

  @Override
  public synchronized Reply to(Asked asked) throws Exception {
    Reply reply = services.to(asked);
    String name = names.apply(asked);
    if (name != null && died.add(name)) {
      kill();
    } else if (name != null && died.add(name + ", answered")) {
      int later = died.size() * 7 % 40;
      return reply.then(() -> kill(later));
    }
    return reply;
  }

  private synchronized void kill(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() throws InterruptedException {
    onDeath.accept(died.size());
    running.destroyForcibly().waitFor();
  }

  /** How often a process was ended. */
  synchronized int count() {
    return died.size();
  }

  /** Runs a command line, again whenever it was killed, until it ends by itself. */
  void run(Map<String, String> environment, List<String> words) throws Exception {
    for (int i = 0; i < MOST; i++) {
      Process process;
      Path log = folder.resolve("process-%d.txt".formatted(died.size()));
      synchronized (this) {
        process = Started.process(log, environment, words);
        running = process;
      }
      assertTrue(process.waitFor(20, TimeUnit.MINUTES), () -> text(log));
      if (process.exitValue() != KILLED) {
        assertEquals(0, process.exitValue(), () -> text(log));
        return;
      }
    }
    throw new AssertionError("killed %d times".formatted(MOST));
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
