package dev.nightwarden.cli;

import dev.nightwarden.config.Secrets;
import dev.nightwarden.night.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A failure with its secrets masked, which its cause might still hold. */
final class MaskedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(MaskedException.class);

  private MaskedException(String message) {
    super(message);
  }

  /** The failure in the words of its causes; its stack goes to the log of those who ask for it. */
  static MaskedException of(Throwable failure, Secrets secrets) {
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack));
    // What nobody foresaw may not happen a second time, for its stack to be looked at.
    boolean isForFileAlone = Failure.isUnforeseen(failure) && !log.isDebugEnabled();
    Logger shown = isForFileAlone ? LoggerFactory.getLogger(Logging.FAILURES) : log;
    secrets
        .mask(stack.toString())
        .lines()
        .forEach(line -> shown.atLevel(isForFileAlone ? Level.ERROR : Level.DEBUG).log("{}", line));
    return new MaskedException(Failure.describe(failure, secrets::mask));
  }
}
