package dev.nightwarden.geo;

import java.io.Serializable;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of networks in CIDR notation (RFC 4632, RFC 4291 sec. 2.3), such as {@code 10.0.0.0/8},
 * {@code 2001:db8::/32}, or an address for the network of itself alone. Bits beyond the prefix are
 * passed over. It answers as fast for a million networks as for one.
 */
public final class AddressBlocks implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The masked bytes of each network, after its prefix length; one character a byte. */
  private final Set<String> networks = new HashSet<>();

  private final TreeSet<Integer> ofFour = new TreeSet<>();
  private final TreeSet<Integer> ofSixteen = new TreeSet<>();

  /**
   * @throws IllegalArgumentException for what is no network, naming it
   */
  public AddressBlocks(Collection<String> texts) {
    for (String text : texts) {
      int slash = text.indexOf('/');
      InetAddress start = Addresses.parse(slash < 0 ? text : text.substring(0, slash));
      int bits = start == null ? -1 : 8 * start.getAddress().length;
      int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
      if (prefix < 0) {
        throw new IllegalArgumentException(
            "%s is not a network such as 192.0.2.0/24 or 2001:db8::/32".formatted(text));
      }
      networks.add(masked(start.getAddress(), prefix));
      (bits == 32 ? ofFour : ofSixteen).add(prefix);
    }
  }

  /**
   * Whether the address in a text, of several the {@link Take#LAST}, is in one of the networks;
   * false for null and any other text.
   */
  public boolean contains(String text) {
    WrittenAddress written = text == null ? null : WrittenAddress.of(text, Take.LAST);
    if (written == null) {
      return false;
    }
    byte[] bytes = Addresses.parse(written.literal()).getAddress();
    for (int prefix : bytes.length == 4 ? ofFour : ofSixteen) {
      if (networks.contains(masked(bytes, prefix))) {
        return true;
      }
    }
    return false;
  }

  /** -1 for what is no prefix length of an address of so many bits. */
  private static int prefix(String text, int bits) {
    if (!text.matches("0|[1-9][0-9]{0,2}")) {
      return -1;
    }
    int prefix = Integer.parseInt(text);
    return prefix <= bits ? prefix : -1;
  }

  private static String masked(byte[] address, int prefix) {
    byte[] key = new byte[address.length + 1];
    key[0] = (byte) prefix;
    for (int i = 0; i < address.length; i++) {
      int kept = Math.min(8, Math.max(0, prefix - 8 * i));
      key[i + 1] = (byte) (address[i] & (0xFF << (8 - kept)));
    }
    return new String(key, StandardCharsets.ISO_8859_1);
  }
}
