package dev.nightwarden.ship;

/**
 * A notifier that tells of a long digest in several messages, which hang together. Each is
 * remembered by itself: a run that dies between two of them repeats none that was taken.
 */
public interface ThreadNotifier extends DigestNotifier {
  /** Of how many events one message tells, at least 1. */
  int eventsPerMessage();

  /**
   * Sends the first message of a digest; returns once the other side has taken it.
   *
   * @param digest with the events of this message; {@code more} counts those of all others
   * @return what the messages after it are hung on
   */
  String start(Digest digest) throws Exception;

  /**
   * Sends another message of the digest that was started last.
   *
   * @param thread what {@link #start} gave
   * @param digest with the events of this message; {@code more} counts those after it
   */
  void goOn(String thread, Digest digest) throws Exception;

  /** Sends a digest as one message. */
  @Override
  default void send(Digest digest) throws Exception {
    start(digest);
  }
}
