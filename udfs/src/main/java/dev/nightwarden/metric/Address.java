package dev.nightwarden.metric;

import com.google.common.net.InetAddresses;

/** Addresses among names. Nothing is ever looked up. */
public final class Address {
  /** {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}. */
  private static final int MAX_LENGTH = 45;

  private Address() {}

  /**
   * Whether a text is an IPv4 address in four decimal numbers or an IPv6 address (null for null).
   * Not with a port, a prefix length, brackets or a zone.
   */
  public static Boolean is(String text) {
    if (text == null) {
      return null;
    }
    return text.length() <= MAX_LENGTH && plain(text) && InetAddresses.isInetAddress(text);
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.' && c != ':' && (c >= 128 || Character.digit(c, 16) < 0)) {
        return false;
      }
    }
    return true;
  }
}
