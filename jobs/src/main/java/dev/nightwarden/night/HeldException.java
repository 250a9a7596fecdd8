package dev.nightwarden.night;

/** Another run holds the warehouse. */
public final class HeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Holder holder;

  /**
   * @param holder the run that holds it; null where none does at this moment
   */
  HeldException(String message, Holder holder) {
    super(message);
    this.holder = holder;
  }

  Holder holder() {
    return holder;
  }
}
