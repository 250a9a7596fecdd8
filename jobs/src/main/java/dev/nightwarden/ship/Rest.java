package dev.nightwarden.ship;

import dev.nightwarden.value.Amount;
import java.util.List;

/**
 * What a run found beyond the messages that a notifier may send in it.
 *
 * @param digests how many there are: actors, each on a date
 * @param events how many events are in them
 * @param first some of the digests, the strongest first, at least one and at most {@link
 *     #MAX_SHOWN}, each with one event
 */
public record Rest(long digests, long events, List<Digest> first) {
  /** So many digests are named; the others are counted. */
  public static final int MAX_SHOWN = 20;

  public Rest {
    first = List.copyOf(first);
    if (first.isEmpty() || first.size() > Math.min(MAX_SHOWN, digests) || events < digests) {
      throw new IllegalArgumentException(
          "%d of %s with %s"
              .formatted(first.size(), Amount.of(digests, "digest"), Amount.of(events, "event")));
    }
  }
}
