package dev.nightwarden.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.plugin.IllegalKeyException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be asked, and through which proxy. */
class WebAddressTest {
  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getAllByName(text)[0];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "ff02::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "::169.254.169.254"
      })
  void someAreNeverAsked(String text) throws UnknownHostException {
    assertNotNull(WebAddress.refusal(address(text), false, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.9.9",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd12::1",
        "127.0.0.1",
        "::1",
        "64:ff9b::a00:1",
        "2002:a00:1::"
      })
  void privateOnesAreAskedIfThatIsAllowed(String text) throws UnknownHostException {
    assertNotNull(WebAddress.refusal(address(text), false, false));
    assertNull(WebAddress.refusal(address(text), false, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1"})
  void othersAreAsked(String text) throws UnknownHostException {
    assertNull(WebAddress.refusal(address(text), false, false));
  }

  @Test
  void aNameOfThisMachineMustMeanThisMachine() throws UnknownHostException {
    assertNull(WebAddress.refusal(address("127.0.0.1"), true, false));
    assertEquals(
        "not this machine, as its name says",
        WebAddress.refusal(address("93.184.216.34"), true, true));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/a, true",
    "http://localhost:8080/a, true",
    "http://127.0.0.1/a, true",
    "http://[::1]:80/, true",
    "http://127.0.0.1.example.com/, false",
    "http://localhost.example.com/, false",
    "http://example.com/, false",
    "ftp://example.com/, false",
    "https:///a, false",
    "example.com, false",
    "https://u:p@example.com/, false"
  })
  void plainHttpIsForThisMachineAlone(String url, boolean isAllowed) {
    if (isAllowed) {
      WebAddress.of("url", url);
    } else {
      String message =
          assertThrows(IllegalKeyException.class, () -> WebAddress.of("url", url)).getMessage();
      assertFalse(message.contains("u:p"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, https://A.example:443/y?z, true",
    "https://a.example/x, http://a.example/x, false",
    "https://a.example/x, https://a.example:444/x, false",
    "https://a.example/x, https://b.example/x, false"
  })
  void anOriginIsSchemeHostAndPort(URI one, URI other, boolean isSame) {
    assertEquals(isSame, WebAddress.isSameOrigin(one, other));
  }

  @Test
  void whatIsShownHasNeitherUserNorQuery() {
    assertEquals(
        "https://a.example:8443/x/y",
        WebAddress.shown(URI.create("https://me:pw@A.example:8443/x/y?token=1#z")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com/, proxy:3128",
    "http://api.example.com/, plain:80",
    "https://intern.example/, ''",
    "https://a.intern.example/, ''",
    "https://ainternexample/, proxy:3128",
    "https://other.example:8443/, ''",
    "https://other.example/, proxy:3128",
    "https://10.9.8.7/, ''",
    "https://11.9.8.7/, proxy:3128",
    "https://127.0.0.1/, ''",
    "https://localhost/, ''"
  })
  void proxiesAreThoseOfTheEnvironment(URI uri, String expected) {
    WebProxies proxies =
        new WebProxies(
            Map.of(
                "HTTPS_PROXY", "http://proxy:3128",
                "HTTP_PROXY", "plain",
                "NO_PROXY", "intern.example, other.example:8443,10.0.0.0/8"));
    Proxy proxy = proxies.select(uri).get(0);
    assertEquals(
        expected,
        proxy.equals(Proxy.NO_PROXY)
            ? ""
            : proxy.address().toString().replaceFirst("/.*?:", ":").replace("<unresolved>", ""));
  }

  @Test
  void aProxyThatIsNoneIsToldWithoutItsPassword() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new WebProxies(Map.of("HTTPS_PROXY", "socks5://me:s3cret@proxy:1080")))
            .getMessage();
    assertTrue(message.contains("HTTPS_PROXY"), message);
    assertFalse(message.contains("s3cret"), message);
  }
}
