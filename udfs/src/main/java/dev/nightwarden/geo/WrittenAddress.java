package dev.nightwarden.geo;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address in a text as logs write it: alone, with a port ({@code 192.0.2.5:443}, {@code
 * 192.0.2.5#53}, {@code 192.0.2.5(443)}), in brackets ({@code [2001:db8::5]:443}), with a zone
 * ({@code fe80::1%eth0}), or one of several ({@code 192.0.2.5, 10.0.0.1}, and RFC 7239: {@code
 * for="[2001:db8::5]";proto=https}).
 *
 * <p>A text that is an address as it stands is that address: {@code 2001:db8::5:443} has no port.
 *
 * @param literal the address alone, IPv4 or IPv6
 * @param cut what was around it
 */
public record WrittenAddress(String literal, Cut cut) {
  /** What an address was freed from; where several fit, the last. */
  public enum Cut {
    /** Nothing. */
    NOTHING,
    /** The zone of an IPv6 address, quotes or a prefix such as {@code ipv4:}. */
    ZONE,
    /** Brackets. */
    BRACKETS,
    /** A port. */
    PORT,
    /** Other addresses. */
    LIST
  }

  private static final int LONGEST = 120;

  /** A semicolon is one only before a parameter of RFC 7239, or another address. */
  private static final Pattern LISTED =
      Pattern.compile("[,|]|;(?=\\s*(?:[\\w-]+=|[\\[\"]*[0-9a-fA-F]*[.:]))");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static final Pattern BEFORE =
      Pattern.compile(
          "(?:for=)?\"?(?:[a-z][a-z0-9+.-]{0,15}://|ipv[46]:|/)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)\\](:\\d{0,5})?");

  private static final Pattern WITH_PORT =
      Pattern.compile("(.*?)(?::(\\d{0,5})|#(\\d{1,5})|\\((\\d{1,5})\\)|/(\\d{1,5}))");

  /**
   * Finds the address in a text. Parts between commas that are no address are passed over, for
   * whoever may write into a list could else hide what is in it; parts between blanks must all be.
   *
   * @return null where there is none
   */
  public static WrittenAddress of(String text, Take take) {
    if (Addresses.parse(text) != null) {
      return literal(text, Cut.NOTHING);
    }
    boolean listed = LISTED.matcher(text).find();
    List<String> parts = new ArrayList<>();
    for (String part : (listed ? LISTED : BLANKS).split(text.strip(), -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    List<WrittenAddress> found = new ArrayList<>();
    for (String part : parts) {
      WrittenAddress one = one(part);
      if (one != null) {
        found.add(one);
      }
    }
    if (found.isEmpty() || (!listed && found.size() < parts.size())) {
      return null;
    }
    if (take == Take.LAST) {
      Collections.reverse(found);
    }
    WrittenAddress taken =
        found.stream().filter(WrittenAddress::isPublic).findFirst().orElse(found.get(0));
    return parts.size() == 1 ? taken : new WrittenAddress(taken.literal, Cut.LIST);
  }

  /** Whether a text says that there is no address. */
  public static boolean isAbsent(String text) {
    return text == null || text.isBlank() || text.equals("-");
  }

  /** Whether the address has a place on the public internet, as far as its number says. */
  public boolean isPublic() {
    return !Addresses.isPrivate(Addresses.parse(literal));
  }

  private static WrittenAddress one(String part) {
    if (part.length() > LONGEST) {
      return null;
    }
    Matcher before = BEFORE.matcher(part);
    String text = before.lookingAt() ? part.substring(before.end()) : part;
    text = text.endsWith("\"") ? text.substring(0, text.length() - 1) : text;
    Matcher bracketed = BRACKETED.matcher(text);
    if (bracketed.matches()) {
      return literal(bracketed.group(1), port(bracketed.group(2)));
    }
    if (Addresses.parse(text) != null) {
      return literal(text, text.length() < part.length() ? Cut.ZONE : Cut.NOTHING);
    }
    Matcher ported = WITH_PORT.matcher(text);
    if (!ported.matches()) {
      return null;
    }
    InetAddress address = Addresses.parse(ported.group(1));
    int bits = address == null ? 0 : 8 * address.getAddress().length;
    // What is shorter than an address is the prefix of a network.
    boolean isNetwork = ported.group(5) != null && Integer.parseInt(ported.group(5)) < bits;
    return isNetwork ? null : literal(ported.group(1), Cut.PORT);
  }

  private static Cut port(String after) {
    return after == null ? Cut.BRACKETS : Cut.PORT;
  }

  /** Null where a text is no address. */
  private static WrittenAddress literal(String text, Cut cut) {
    if (Addresses.parse(text) == null) {
      return null;
    }
    int zone = text.indexOf('%');
    return zone < 0
        ? new WrittenAddress(text, cut)
        : new WrittenAddress(text.substring(0, zone), cut == Cut.NOTHING ? Cut.ZONE : cut);
  }
}
