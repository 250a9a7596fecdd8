package dev.nightwarden.http;

import java.time.Duration;
import java.time.Instant;

/** Time as a client sees it, so that a test need not wait. */
public interface Waiting {
  /** The clock and the patience of this machine. */
  Waiting REAL =
      new Waiting() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void pause(Duration pause) throws InterruptedException {
          Thread.sleep(pause.toMillis());
        }
      };

  /** What time it is. */
  Instant now();

  /** Lets a time pass; none where it is not positive. */
  void pause(Duration pause) throws InterruptedException;
}
