package dev.nightwarden.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still but for the pauses, which take no time. */
public final class FakeWaiting implements Waiting {
  private Instant now;
  private final List<Duration> pauses = new ArrayList<>();

  public FakeWaiting(Instant start) {
    now = start;
  }

  public FakeWaiting(String start) {
    this(Instant.parse(start));
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void pause(Duration pause) {
    pauses.add(pause);
    now = now.plus(pause);
  }

  /** Lets time pass. */
  public void advance(Duration time) {
    now = now.plus(time);
  }

  /** The pauses so far, in whole seconds. */
  public List<Long> seconds() {
    return pauses.stream().map(Duration::toSeconds).toList();
  }
}
