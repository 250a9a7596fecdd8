package dev.nightwarden.night;

/** What a night throws, for tests of those that run one. */
public final class Thrown {
  private Thrown() {}

  /** Another run works on the warehouse. */
  public static RuntimeException held() {
    return new HeldException("held", null);
  }

  /** Not all could be done. */
  public static RuntimeException shortfall(String message) {
    return new ShortfallException(message);
  }
}
