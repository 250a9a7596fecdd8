import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * Starts the kernel as its own main class does, but for two things that a busy machine brings out.
 * That one listens before it knows what to do with a message, and a message that comes in between
 * ends the thread that would answer: here it waits. And a thread that listens ends at once where it
 * runs before it is told to: here it is started again.
 */
public final class StartKernel {
  private static final String HANDLERS = "handlers";

  /** The channels that have a thread each. */
  private static final List<String> LISTENING = List.of("heartbeat", "shell", "control");

  private StartKernel() {}

  /** Runs until Jupyter ends it; takes the connection file that Jupyter wrote. */
  public static void main(String[] args) throws Exception {
    try (InputStream settings = ClassLoader.getSystemResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
    }
    Channels channels =
        new Channels(
            Transform.fromJson(Files.readString(Path.of(args[0])), ConnectionProperties.class));
    Field handlers = field(Channels.class, HANDLERS);
    CountDownLatch connected = new CountDownLatch(1);
    handlers.set(channels, new Waiting(connected, channels, handlers));
    channels.connect(MainApp.kernel);
    connected.countDown();
    for (String listening : LISTENING) {
      startAgainWhatEnded(channels, field(Channels.class, listening).get(channels));
    }
    channels.joinUntilClose();
  }

  /** A thread that has slept once goes on until it is told to end. */
  private static void startAgainWhatEnded(Channels channels, Object channel) throws Exception {
    Field thread = field(channel.getClass(), "loopThread");
    LoopThread listening = (LoopThread) thread.get(channel);
    while (listening.getState() == Thread.State.RUNNABLE) {
      Thread.sleep(5);
    }
    if (listening.getState() == Thread.State.TERMINATED && !channels.isMarkedForShutdown()) {
      LoopThread again =
          new LoopThread(
              listening.getName(),
              field(LoopThread.class, "sleep").getLong(listening),
              (Runnable) field(LoopThread.class, "loopBody").get(listening));
      field(LoopThread.class, "running").setBoolean(again, true);
      thread.set(channel, again);
      again.start();
    }
  }

  private static Field field(Class<?> of, String name) throws NoSuchFieldException {
    Field field = of.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** What stands where the handlers will be. */
  private static final class Waiting extends HashMap<Object, Object> {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch connected;
    private final transient Channels channels;
    private final transient Field handlers;

    Waiting(CountDownLatch connected, Channels channels, Field handlers) {
      this.connected = connected;
      this.channels = channels;
      this.handlers = handlers;
    }

    @Override
    public Object get(Object type) {
      try {
        connected.await();
        return ((Map<?, ?>) handlers.get(channels)).get(type);
      } catch (InterruptedException | IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
