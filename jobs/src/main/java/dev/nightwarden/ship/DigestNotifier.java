package dev.nightwarden.ship;

/** A notifier that tells of all events of an actor on a date in one message. */
public interface DigestNotifier extends Notifier {
  /**
   * Sends one digest; returns once the other side has taken it. It is called for one digest at a
   * time, by date and actor. Events found later of the same actor and date come in another one.
   *
   * @throws Exception when the digest was not taken; its events are then sent again by the next run
   */
  void send(Digest digest) throws Exception;

  /** Whether it is given digests, and not single events. */
  default boolean wantsDigests() {
    return true;
  }

  /** Sends a digest of one event. */
  @Override
  default void send(Event event) throws Exception {
    send(Digest.of(event));
  }
}
