package dev.nightwarden.report;

import dev.nightwarden.pipeline.Unchecked;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work on a thread of its own, which knows the classes and the session of the one that starts it.
 */
final class Beside<T> {
  private final FutureTask<T> task;

  private Beside(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Beside<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "nightwarden-report");
    thread.setDaemon(true);
    thread.start();
    return new Beside<>(task);
  }

  /** What came of it, once it is done; what it threw is thrown here. */
  T get() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while counting", e);
    } catch (ExecutionException e) {
      throw Unchecked.rethrown(e.getCause());
    }
  }
}
