package dev.nightwarden.guided;

import java.util.List;

/**
 * Where findings are to go, as the command line says; null, or an empty list, for what it does not
 * say.
 *
 * @param csv a file
 * @param report the folder of the pages
 * @param postgres {@code USER@HOST/NAME}
 * @param slack a channel's ID or #name
 * @param mailTo addresses
 * @param mailFrom the sender's address
 * @param mailServer {@code [USER@]HOST[:PORT]}
 * @param isWebhook whether they are posted to a URL
 * @param openSearch {@code https://[USER@]HOST[:PORT]}
 */
public record WishedDestinations(
    String csv,
    String report,
    String postgres,
    String slack,
    List<String> mailTo,
    String mailFrom,
    String mailServer,
    boolean isWebhook,
    String openSearch) {
  /** The command line says nothing of it. */
  public static final WishedDestinations NONE =
      new WishedDestinations(null, null, null, null, List.of(), null, null, false, null);

  public WishedDestinations {
    mailTo = mailTo == null ? List.of() : List.copyOf(mailTo);
    if (mailTo.isEmpty() && (mailFrom != null || mailServer != null)) {
      throw new IllegalArgumentException(
          "--mail-from and --mail-server go with --mail, which says to whom");
    }
  }

  /** Whether it says nothing. */
  boolean isNone() {
    return equals(NONE);
  }
}
