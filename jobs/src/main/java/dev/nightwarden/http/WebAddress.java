package dev.nightwarden.http;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Quoting;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses may be asked. Always refused: plain http but to this machine, link-local
 * addresses, and those where clouds keep the credentials of their machines. Private addresses are
 * refused unless allowed. What counts is what a name resolves to at each attempt.
 */
public final class WebAddress {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*:?0*1]");

  /** Of AWS, Google, Alibaba, Oracle and Azure; the others are link-local. */
  private static final Set<List<Integer>> METADATA =
      Set.of(
          List.of(100, 100, 100, 200),
          List.of(192, 0, 0, 192),
          List.of(168, 63, 129, 16),
          List.of(0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54),
          List.of(0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54));

  private static final int LONGEST_SHOWN = 200;

  private WebAddress() {}

  /**
   * The address that a key of the config gives.
   *
   * @throws IllegalKeyException if it cannot be asked, whatever its name resolves to
   */
  public static URI of(String key, String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException none) {
      throw new IllegalKeyException(
          key, "is not a URL (%s); write https://host/path".formatted(none.getReason()));
    }
    String problem = problem(uri);
    if (problem != null) {
      throw new IllegalKeyException(key, problem);
    }
    return uri;
  }

  /** What stands against an address by its form; null for nothing. Tells nothing secret of it. */
  static String problem(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return "is not a URL of a web service; write https://host/path";
    }
    if (uri.getRawUserInfo() != null) {
      return "has a user before the host; give credentials as a header";
    }
    if (scheme.equals("http") && !isLoopback(uri)) {
      return "is %s, which everybody on the way can read and change; write https"
          .formatted(origin(uri));
    }
    return null;
  }

  /** Whether an address is this machine's by its name. */
  static boolean isLoopback(URI uri) {
    return LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether two addresses have the same scheme, host and port. */
  public static boolean isSameOrigin(URI one, URI other) {
    return one.getHost() != null && other.getHost() != null && whole(one).equals(whole(other));
  }

  /** Scheme, host and port, the port only where it is not the scheme's; fit for a message. */
  static String origin(URI uri) {
    return Quoting.printable(whole(uri), LONGEST_SHOWN);
  }

  private static String whole(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    boolean isUsual = uri.getPort() < 0 || uri.getPort() == usual;
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return "%s://%s%s".formatted(scheme, host, isUsual ? "" : ":" + uri.getPort());
  }

  /** An address without user, query and fragment, fit for a message. */
  public static String shown(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return origin(uri) + Quoting.printable(path, LONGEST_SHOWN);
  }

  /**
   * Refuses an address by what its name resolves to.
   *
   * @throws UnknownHostException if it resolves to nothing
   * @throws WebException if it may not be asked
   */
  static void check(URI uri, boolean allowPrivate) throws UnknownHostException, WebException {
    for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
      String refusal = refusal(address, isLoopback(uri), allowPrivate);
      if (refusal != null) {
        throw new WebException(
            "%s is %s (%s)".formatted(origin(uri), address.getHostAddress(), refusal));
      }
    }
  }

  /** Why an address may not be asked; null if it may. */
  static String refusal(InetAddress address, boolean isNamedLoopback, boolean allowPrivate) {
    InetAddress real = carried(address);
    byte[] bytes = real.getAddress();
    List<Integer> unsigned = unsigned(bytes);
    if (real.isLinkLocalAddress() || METADATA.contains(unsigned)) {
      return "link-local, or where a cloud keeps credentials; such addresses are never asked";
    }
    if (real.isAnyLocalAddress() || real.isMulticastAddress() || isFirstNetwork(bytes)) {
      return "no address of a server";
    }
    if (real.isLoopbackAddress()) {
      return isNamedLoopback || allowPrivate
          ? null
          : "this machine; write localhost, or set allow_private: true";
    }
    if (isNamedLoopback) {
      return "not this machine, as its name says";
    }
    return isPrivate(real, unsigned) && !allowPrivate
        ? "a private network; set allow_private: true if that is meant"
        : null;
  }

  private static boolean isFirstNetwork(byte[] bytes) {
    return bytes.length == 4 && bytes[0] == 0;
  }

  private static boolean isPrivate(InetAddress address, List<Integer> bytes) {
    boolean isShared =
        bytes.size() == 4 && bytes.get(0) == 100 && bytes.get(1) >= 64 && bytes.get(1) < 128;
    boolean isUniqueLocal = bytes.size() == 16 && (bytes.get(0) & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || isShared || isUniqueLocal;
  }

  /** The IPv4 address that an IPv6 address carries (NAT64, 6to4, compatible); else itself. */
  private static InetAddress carried(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address;
    }
    List<Integer> unsigned = unsigned(bytes);
    boolean isNat64 = unsigned.subList(0, 4).equals(List.of(0, 0x64, 0xff, 0x9b));
    boolean isCompatible =
        unsigned.subList(0, 12).stream().allMatch(b -> b == 0) && !address.isLoopbackAddress();
    boolean is6to4 = unsigned.subList(0, 2).equals(List.of(0x20, 0x02));
    if (!isNat64 && !isCompatible && !is6to4) {
      return address;
    }
    int from = is6to4 ? 2 : 12;
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException never) {
      throw new IllegalStateException(never);
    }
  }

  private static List<Integer> unsigned(byte[] bytes) {
    Integer[] unsigned = new Integer[bytes.length];
    Arrays.setAll(unsigned, i -> bytes[i] & 0xff);
    return List.of(unsigned);
  }
}
