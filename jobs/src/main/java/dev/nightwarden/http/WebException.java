package dev.nightwarden.http;

import java.io.IOException;

/**
 * A request that did not get the answer it was for. The message is for a person: who asked whom,
 * what happened, what to change; without query strings, headers and bodies, which may hold secrets.
 */
public final class WebException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public WebException(String message) {
    this(message, 0, null);
  }

  /** The refusal of a service, by the status it answered with. */
  public static WebException of(int status, String message) {
    return new WebException(message, status, null);
  }

  WebException(String message, int status, Throwable behind) {
    super(message);
    this.status = status;
    if (behind != null) {
      // Not as a cause, whose words would be told after these, which say them better.
      addSuppressed(behind);
    }
  }

  /** The last status that was answered; 0 where none was. */
  public int status() {
    return status;
  }
}
