package dev.nightwarden.geo;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses from text that anyone may have written: strictly literals, never a name. */
final class Addresses {
  /** The longest literal, and room for a zone. */
  private static final int LONGEST = 80;

  private Addresses() {}

  /**
   * Reads an IPv4 address of four decimal numbers without leading zeros, or an IPv6 address (RFC
   * 4291, sec. 2.2; a zone such as {@code %eth0} is passed over). An IPv4-mapped IPv6 address gives
   * the IPv4 address.
   *
   * @return null where the text is neither
   */
  static InetAddress parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    byte[] bytes = text.indexOf(':') < 0 ? four(text) : sixteen(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), impossible);
    }
  }

  /** Whether an address has no place on the public internet. */
  static boolean isPrivate(InetAddress address) {
    if (address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xFF;
    if (bytes.length == 4) {
      // 0.0.0.0/8, 100.64.0.0/10 and 240.0.0.0/4.
      return first == 0 || first >= 240 || (first == 100 && (bytes[1] & 0xC0) == 0x40);
    }
    // fc00::/7
    return (first & 0xFE) == 0xFC;
  }

  private static byte[] four(String text) {
    byte[] bytes = new byte[4];
    int at = 0;
    for (int i = 0; i < 4; i++) {
      int start = at;
      int value = 0;
      while (at < text.length() && isDigit(text.charAt(at)) && at - start < 3) {
        value = 10 * value + text.charAt(at++) - '0';
      }
      boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
      boolean ends = i == 3 ? at == text.length() : at < text.length() && text.charAt(at) == '.';
      if (at == start || leadingZero || value > 255 || !ends) {
        return null;
      }
      bytes[i] = (byte) value;
      at++;
    }
    return bytes;
  }

  private static byte[] sixteen(String text) {
    int zone = text.indexOf('%');
    if (zone >= 0 && !isZone(text.substring(zone + 1))) {
      return null;
    }
    String literal = zone < 0 ? text : text.substring(0, zone);
    int gap = literal.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(literal, true);
      return all != null && all.length == 16 ? all : null;
    }
    byte[] before = groups(literal.substring(0, gap), false);
    byte[] after = groups(literal.substring(gap + 2), true);
    if (before == null || after == null || before.length + after.length > 14) {
      return null;
    }
    byte[] bytes = new byte[16];
    System.arraycopy(before, 0, bytes, 0, before.length);
    System.arraycopy(after, 0, bytes, 16 - after.length, after.length);
    return bytes;
  }

  /** The bytes of groups between colons, the last of which may be an IPv4 address. */
  private static byte[] groups(String text, boolean mayEndInFour) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] groups = text.split(":", -1);
    if (groups.length > 8) {
      return null;
    }
    byte[] last = mayEndInFour ? four(groups[groups.length - 1]) : null;
    int hex = last == null ? groups.length : groups.length - 1;
    byte[] bytes = new byte[2 * hex + (last == null ? 0 : 4)];
    for (int i = 0; i < hex; i++) {
      int value = hex(groups[i]);
      if (value < 0) {
        return null;
      }
      bytes[2 * i] = (byte) (value >> 8);
      bytes[2 * i + 1] = (byte) value;
    }
    if (last != null) {
      System.arraycopy(last, 0, bytes, 2 * hex, 4);
    }
    return bytes;
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      char c = group.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }

  private static boolean isZone(String zone) {
    return !zone.isEmpty()
        && zone.chars()
            .allMatch(
                c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
