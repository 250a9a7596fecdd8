package dev.nightwarden.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request, without side effects of its own; each method that changes it gives another. */
public final class WebRequest {
  /** What a request may be sent again after. */
  private enum Repeat {
    /** Where the service cannot have taken it. */
    UNSENT,
    /** Also where it says that it failed. */
    FAILED,
    /** Whatever happened. */
    ALWAYS
  }

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final Map<String, String> credentials;
  private final byte[] body;
  private final Repeat repeat;
  private final boolean isPathSecret;

  private WebRequest(
      String method,
      URI uri,
      Map<String, String> headers,
      Map<String, String> credentials,
      byte[] body,
      Repeat repeat,
      boolean isPathSecret) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.credentials = credentials;
    this.body = body;
    this.repeat = repeat;
    this.isPathSecret = isPathSecret;
  }

  /** Asks for what is there. */
  public static WebRequest get(URI uri) {
    return new WebRequest("GET", uri, Map.of(), Map.of(), new byte[0], Repeat.ALWAYS, false);
  }

  /**
   * Sends a text. It is sent again only where the service cannot have taken it, unless it is {@link
   * #repeatable}.
   *
   * @param type such as {@code application/json}
   */
  public static WebRequest post(URI uri, String type, String body) {
    return withBody("POST", uri, type, body);
  }

  /** Puts a text where the address says. It may be sent again. */
  public static WebRequest put(URI uri, String type, String body) {
    return withBody("PUT", uri, type, body).repeatable();
  }

  private static WebRequest withBody(String method, URI uri, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new WebRequest(
        method, uri, Map.of("Content-Type", type), Map.of(), bytes, Repeat.UNSENT, false);
  }

  /** With a header that tells nothing, such as {@code Accept}. */
  public WebRequest header(String name, String value) {
    return new WebRequest(
        method, uri, with(headers, name, value), credentials, body, repeat, isPathSecret);
  }

  /** With a header that only the origin of this request may see. */
  public WebRequest credential(String name, String value) {
    return new WebRequest(
        method, uri, headers, with(credentials, name, value), body, repeat, isPathSecret);
  }

  /** With several such headers. */
  public WebRequest credentials(Map<String, String> more) {
    WebRequest all = this;
    for (var header : more.entrySet()) {
      all = all.credential(header.getKey(), header.getValue());
    }
    return all;
  }

  /** One that may be sent twice, as it has the same effect: by an idempotency key, say. */
  public WebRequest repeatable() {
    return with(Repeat.ALWAYS);
  }

  /**
   * One that a service has not taken when it answers that it failed: it is sent again then, and not
   * where there is no answer.
   */
  public WebRequest repeatableAfterFailure() {
    return with(Repeat.FAILED);
  }

  private WebRequest with(Repeat other) {
    return new WebRequest(method, uri, headers, credentials, body, other, isPathSecret);
  }

  /** One of which errors tell no more than the origin, as its path is a secret. */
  public WebRequest secretPath() {
    return new WebRequest(method, uri, headers, credentials, body, repeat, true);
  }

  /** The same without its credentials, to another address. */
  WebRequest redirected(URI target) {
    return new WebRequest(method, target, headers, Map.of(), body, repeat, isPathSecret);
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return Collections.unmodifiableMap(more);
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, String> credentials() {
    return credentials;
  }

  byte[] body() {
    return body.clone();
  }

  /** Whether it may be sent again after an answer of this status. */
  boolean mayRepeatAfter(int status) {
    return status < 500 || repeat != Repeat.UNSENT;
  }

  /** Whether it may be sent again where there was no answer. */
  boolean mayRepeatUnanswered() {
    return repeat == Repeat.ALWAYS;
  }

  /** Method and address, without what may be secret. */
  @Override
  public String toString() {
    return method + " " + (isPathSecret ? WebAddress.origin(uri) : WebAddress.shown(uri));
  }
}
