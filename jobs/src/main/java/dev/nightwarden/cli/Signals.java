package dev.nightwarden.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that ask a process to end. Java itself would begin to shut down at once, and stop Spark
 * under the work that is going on.
 */
final class Signals {
  /** Asked for by their names: the compiler warns of whatever names these classes. */
  private static final String SIGNAL = "sun.misc.Signal";

  private static final String HANDLER = "sun.misc.SignalHandler";

  private Signals() {}

  /**
   * Does something at the first SIGTERM or SIGINT; the second ends the process as by default.
   *
   * @param first what to do; it must not take long
   */
  static void onFirst(Runnable first) {
    for (String name : List.of("TERM", "INT")) {
      try {
        Class<?> signal = Class.forName(SIGNAL);
        Class<?> handler = Class.forName(HANDLER);
        Object signalOfName = signal.getConstructor(String.class).newInstance(name);
        Object byDefault = handler.getField("SIG_DFL").get(null);
        InvocationHandler handling =
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    signal
                        .getMethod("handle", signal, handler)
                        .invoke(null, signalOfName, byDefault);
                    first.run();
                    yield null;
                  }
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> "handler of SIG" + name;
                };
        Object handles =
            Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, handling);
        signal.getMethod("handle", signal, handler).invoke(null, signalOfName, handles);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        Logger log = LoggerFactory.getLogger(Signals.class);
        log.warn("SIG{} will end this process in the middle of its work: {}", name, e.toString());
      }
    }
  }
}
