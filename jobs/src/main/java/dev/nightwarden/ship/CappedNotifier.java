package dev.nightwarden.ship;

/**
 * A notifier that tells of the strongest digests of a run alone, and of all others in one message
 * more.
 */
public interface CappedNotifier extends DigestNotifier {
  /** How many digests are sent in a run, at least 1. */
  int maxMessages();

  /**
   * Sends what there is beyond that; returns once the other side has taken it. It is called once in
   * a run, after all digests, and not for a single digest, which is sent as it is.
   *
   * @throws Exception when it was not taken; its events are then sent again by the next run
   */
  void send(Rest rest) throws Exception;
}
