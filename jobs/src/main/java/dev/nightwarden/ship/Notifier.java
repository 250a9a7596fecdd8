package dev.nightwarden.ship;

/**
 * A shipper that tells people: a chat, mail, a webhook. What was sent is remembered in {@code
 * deliveries}, so a notifier itself remembers nothing.
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
}
