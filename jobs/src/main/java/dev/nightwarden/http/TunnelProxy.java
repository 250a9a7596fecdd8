package dev.nightwarden.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy through which what is not HTTP goes: that of {@code ALL_PROXY}, but for the hosts of
 * {@code NO_PROXY} and for this machine.
 *
 * @param user null where the proxy wants none
 * @param password null where the proxy wants none
 */
public record TunnelProxy(String host, int port, String user, String password) {
  private static final String NAME = "ALL_PROXY";

  /**
   * The proxy to a host.
   *
   * @param environment the variables of the process
   * @throws IllegalArgumentException if the variable is no address of a proxy; without its value,
   *     which may hold a password
   */
  public static Optional<TunnelProxy> to(String host, int port, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(name -> name.matches("(?i)https?_proxy"));
    String lower = environment.get(NAME.toLowerCase(Locale.ROOT));
    variables.put("HTTPS_PROXY", lower == null ? environment.getOrDefault(NAME, "") : lower);
    WebProxies proxies;
    try {
      proxies = new WebProxies(variables);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the environment variable %s is not a proxy of the form http://host:port".formatted(NAME),
          e);
    }
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    return proxies
        .of(URI.create("https://%s:%d/".formatted(bracketed, port)))
        .map(
            named -> {
              String[] pair = pair(named.credentials());
              return new TunnelProxy(
                  named.address().getHostString(), named.address().getPort(), pair[0], pair[1]);
            });
  }

  private static String[] pair(String basic) {
    if (basic == null) {
      return new String[] {null, null};
    }
    byte[] plain = Base64.getDecoder().decode(basic.substring("Basic ".length()));
    String[] pair = new String(plain, StandardCharsets.UTF_8).split(":", 2);
    return new String[] {pair[0], pair.length == 2 ? pair[1] : ""};
  }
}
