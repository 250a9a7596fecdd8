package dev.nightwarden.ship;

import dev.nightwarden.http.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that pauses move. */
final class FakeWaiting implements Waiting {
  static final Instant START = Instant.parse("2026-11-09T03:00:00Z");

  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = START;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void pause(Duration pause) {
    pauses.add(pause);
    now = now.plus(pause);
  }

  synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
