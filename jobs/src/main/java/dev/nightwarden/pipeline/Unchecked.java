package dev.nightwarden.pipeline;

/** Rethrows what was thrown as it is: callers tell exceptions apart by their class. */
public final class Unchecked {
  private Unchecked() {}

  /** Never returns; the type is for {@code throw} statements. */
  @SuppressWarnings("unchecked")
  public static <T extends Throwable> RuntimeException rethrown(Throwable e) throws T {
    throw (T) e;
  }
}
