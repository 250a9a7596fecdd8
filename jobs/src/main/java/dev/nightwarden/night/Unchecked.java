package dev.nightwarden.night;

/** Rethrows what a stage throws as it is: callers tell exceptions apart by their class. */
final class Unchecked {
  private Unchecked() {}

  /** Never returns; the type is for {@code throw} statements. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> RuntimeException rethrown(Throwable e) throws T {
    throw (T) e;
  }
}
