package dev.nightwarden.ship;

import java.util.List;

/**
 * What a notifier sends at once: an event, or a digest of some.
 *
 * @param eventIds of all events it tells of, those that a digest only counts too
 */
record Notification(Digest digest, List<String> eventIds) {
  Notification {
    eventIds = List.copyOf(eventIds);
  }

  void sendBy(Notifier notifier) throws Exception {
    if (notifier instanceof DigestNotifier teller && teller.wantsDigests()) {
      teller.send(digest);
    } else {
      notifier.send(digest.events().get(0));
    }
  }
}
