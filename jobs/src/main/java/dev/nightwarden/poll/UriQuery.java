package dev.nightwarden.poll;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Query parameters of an address. */
final class UriQuery {
  private UriQuery() {}

  /** The address with parameters that replace those of the same names. */
  static URI with(URI uri, Map<String, String> parameters) {
    List<String> parts = parts(without(uri, parameters.keySet()));
    parameters.forEach((name, value) -> parts.add(encoded(name) + "=" + encoded(value)));
    return withParts(uri, parts);
  }

  /** The address without the parameters of some names. */
  static URI without(URI uri, Collection<String> names) {
    List<String> parts = parts(uri);
    parts.removeIf(part -> names.contains(name(part)));
    return withParts(uri, parts);
  }

  private static List<String> parts(URI uri) {
    String query = uri.getRawQuery();
    return query == null || query.isEmpty()
        ? new ArrayList<>()
        : new ArrayList<>(Arrays.asList(query.split("&", -1)));
  }

  private static String name(String part) {
    String name = part.split("=", 2)[0];
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return name;
    }
  }

  private static URI withParts(URI uri, List<String> parts) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String query = parts.isEmpty() ? "" : "?" + String.join("&", parts);
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
