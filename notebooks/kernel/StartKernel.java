import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * Starts the kernel as its own main class does, but for one thing: that one listens before it knows
 * what to do with a message, and a message that comes in between, as on a busy machine, ends the
 * thread that would answer. Here it waits.
 */
public final class StartKernel {
  private static final String HANDLERS = "handlers";

  private StartKernel() {}

  /** Runs until Jupyter ends it; takes the connection file that Jupyter wrote. */
  public static void main(String[] args) throws Exception {
    try (InputStream settings = ClassLoader.getSystemResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
    }
    Channels channels =
        new Channels(
            Transform.fromJson(Files.readString(Path.of(args[0])), ConnectionProperties.class));
    Field handlers = Channels.class.getDeclaredField(HANDLERS);
    handlers.setAccessible(true);
    CountDownLatch connected = new CountDownLatch(1);
    handlers.set(channels, new Waiting(connected, channels, handlers));
    channels.connect(MainApp.kernel);
    connected.countDown();
    channels.joinUntilClose();
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
