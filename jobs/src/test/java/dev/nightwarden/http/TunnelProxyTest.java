package dev.nightwarden.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TunnelProxyTest {
  @Test
  void isThatOfAllProxyAlone() {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://web:1", "ALL_PROXY", "http://ann:p%40w@proxy.example:3128");
    assertEquals(
        Optional.of(new TunnelProxy("proxy.example", 3128, "ann", "p@w")),
        TunnelProxy.to("smtp.example", 587, environment));
    assertEquals(
        Optional.empty(),
        TunnelProxy.to("smtp.example", 587, Map.of("HTTPS_PROXY", "http://web:1")));
  }

  @Test
  void isNotForThisMachineNorForWhatNoProxyNames() {
    Map<String, String> environment =
        Map.of("all_proxy", "proxy.example:3128", "NO_PROXY", "smtp.example,10.0.0.0/8");
    assertEquals(Optional.empty(), TunnelProxy.to("smtp.example", 587, environment));
    assertEquals(Optional.empty(), TunnelProxy.to("10.1.2.3", 587, environment));
    assertEquals(Optional.empty(), TunnelProxy.to("localhost", 25, environment));
    assertEquals(Optional.empty(), TunnelProxy.to("::1", 25, environment));
    assertEquals(
        Optional.of(new TunnelProxy("proxy.example", 3128, null, null)),
        TunnelProxy.to("other.example", 587, environment));
  }

  @Test
  void isRefusedByNameAndNotByValue() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> TunnelProxy.to("smtp.example", 25, Map.of("ALL_PROXY", "socks5://a:secret@b")));
    assertEquals(
        "the environment variable ALL_PROXY is not a proxy of the form http://host:port",
        error.getMessage());
    assertFalse(error.getMessage().contains("secret"));
  }
}
