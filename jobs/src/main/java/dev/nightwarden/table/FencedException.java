package dev.nightwarden.table;

/** Another run took over the warehouse while this one worked on it: nothing more may be written. */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super(message);
  }
}
