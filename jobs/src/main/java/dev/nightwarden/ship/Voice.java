package dev.nightwarden.ship;

/** A notifier at work: hands it each notification in the form that it takes. */
final class Voice {
  private final Notifier notifier;
  private String thread;

  Voice(Notifier notifier) {
    this.notifier = notifier;
  }

  /** Sends one notification; returns once the other side has taken it. */
  void send(Notification notification) throws Exception {
    if (notification.rest() != null) {
      ((CappedNotifier) notifier).send(notification.rest());
    } else if (!(notifier instanceof DigestNotifier teller) || !teller.wantsDigests()) {
      notifier.send(notification.digest().events().get(0));
    } else if (!(notifier instanceof ThreadNotifier threader)) {
      teller.send(notification.digest());
    } else if (notification.isContinued() && thread != null) {
      threader.goOn(thread, notification.digest());
    } else {
      // Where the first part was not taken, the next one begins.
      thread = null;
      thread = threader.start(notification.digest());
    }
  }
}
