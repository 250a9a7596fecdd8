package dev.nightwarden.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxies that the environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, and in {@code
 * NO_PROXY} who is asked without one: names (with what is below them), {@code .suffixes},
 * addresses, networks such as {@code 10.0.0.0/8}, or {@code *}; a port may follow. In lower case
 * the names count first. This machine is always asked without.
 */
final class WebProxies extends ProxySelector {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

  private final Optional<Named> forHttps;
  private final Optional<Named> forHttp;
  private final List<String> without;

  /**
   * A proxy.
   *
   * @param credentials the value of {@code Proxy-Authorization}; null without
   */
  record Named(InetSocketAddress address, String credentials) {}

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException if one is no address of a proxy; without its value, which may
   *     hold a password
   */
  WebProxies(Map<String, String> environment) {
    forHttps = named(environment, "HTTPS_PROXY");
    forHttp = named(environment, "HTTP_PROXY");
    without =
        Arrays.stream(value(environment, "NO_PROXY").split("[,\\s]+", -1))
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.get(name.toLowerCase(Locale.ROOT));
    return (lower == null ? environment.getOrDefault(name, "") : lower).strip();
  }

  private static Optional<Named> named(Map<String, String> environment, String name) {
    String value = value(environment, name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(value.contains("://") ? value : "http://" + value);
      if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
        throw new IllegalArgumentException(
            "the environment variable %s is not a proxy of the form http://host:port"
                .formatted(name));
      }
      int port = uri.getPort() < 0 ? 80 : uri.getPort();
      return Optional.of(
          new Named(
              InetSocketAddress.createUnresolved(uri.getHost(), port),
              basic(uri.getRawUserInfo())));
    } catch (URISyntaxException none) {
      throw new IllegalArgumentException(
          "the environment variable %s is not a URL of the form http://host:port".formatted(name));
    }
  }

  private static String basic(String userInfo) {
    if (userInfo == null) {
      return null;
    }
    String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** The proxy of an address; none where it is asked directly. */
  Optional<Named> of(URI uri) {
    if (WebAddress.isLoopback(uri) || isExcepted(uri)) {
      return Optional.empty();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? forHttps : forHttp;
  }

  private boolean isExcepted(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    return without.stream().anyMatch(entry -> isExcepted(entry, host, port));
  }

  private static boolean isExcepted(String entry, String host, int port) {
    String name = entry.replaceFirst("^\\*?\\.", "");
    String[] parts = name.split(":(?=\\d{1,5}$)", 2);
    // An address of IPv6 is all colons: it has a port only after brackets.
    boolean hasPort = parts.length == 2 && (!parts[0].contains(":") || parts[0].endsWith("]"));
    if (hasPort && Integer.parseInt(parts[1]) != port) {
      return false;
    }
    String bare = hasPort ? parts[0] : name;
    if (bare.equals("*") || bare.equals(host) || host.endsWith("." + bare)) {
      return true;
    }
    return ADDRESS.matcher(host).matches() && isInNetwork(bare, host);
  }

  private static boolean isInNetwork(String network, String host) {
    String[] parts = network.split("/", 2);
    if (!ADDRESS.matcher(parts[0]).matches()) {
      return false;
    }
    try {
      // Both are written addresses: nothing is looked up.
      byte[] base = InetAddress.getAllByName(parts[0])[0].getAddress();
      byte[] address = InetAddress.getAllByName(host)[0].getAddress();
      int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * 8;
      if (base.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < Math.min(bits, base.length * 8); bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException | NumberFormatException none) {
      return false;
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    return of(uri)
        .map(
            named ->
                List.of(
                    new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(
                            named.address.getHostString(), named.address.getPort()))))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // Whoever sends the request is told by its exception.
  }
}
