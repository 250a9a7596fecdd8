package dev.nightwarden.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still but for the pauses, which take no time. */
public final class FakeWaiting implements Waiting {
  public static final Instant START = Instant.parse("2026-11-09T03:00:00Z");

  private Instant now;
  private final List<Duration> pauses = new ArrayList<>();

  public FakeWaiting() {
    this(START);
  }

  public FakeWaiting(Instant start) {
    now = start;
  }

  public FakeWaiting(String start) {
    this(Instant.parse(start));
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void pause(Duration pause) {
    pauses.add(pause);
    now = now.plus(pause);
  }

  /** Lets time pass. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  /** The pauses so far, in whole seconds. */
  public synchronized List<Long> seconds() {
    return pauses.stream().map(Duration::toSeconds).toList();
  }

  /** The pauses so far. */
  public synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
