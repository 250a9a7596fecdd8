package dev.nightwarden.ship;

/**
 * A shipper that tells people: a chat, mail, a webhook. What was sent is remembered in {@code
 * deliveries}, so a notifier itself remembers nothing.
 *
 * <p>The lease is looked at before the first message, before each batch, and whenever the last look
 * is some seconds old. A run that was paused and overtaken may still send what it would have sent
 * in those seconds; nothing can take a message back.
 */
public non-sealed interface Notifier extends Shipper {
  /**
   * Sends one event; returns once the other side has taken it. It is called for one event at a
   * time, in the order of event time.
   *
   * <p>The texts of an event were written by whoever wrote the logs: escape them for the medium.
   *
   * @throws Exception when the event was not taken; it is then sent again by the next run
   */
  void send(Event event) throws Exception;

  /**
   * What does the sending of one run, in one thread: itself, or an object that keeps what messages
   * share, such as connections.
   */
  default Notifier opened() {
    return this;
  }
}
