package dev.nightwarden.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlocksTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.77/24, 192.0.2.1, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.6/31, 192.0.2.7, true",
    "192.0.2.6/31, 192.0.2.8, false",
    "192.0.2.6, 192.0.2.6, true",
    "192.0.2.6, 192.0.2.7, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "2001:db8::1, 2001:DB8:0:0::1, true",
    "::/0, 192.0.2.1, false",
    "192.0.2.0/24, ::ffff:192.0.2.1, true",
    "192.0.2.0/24, 192.0.2.5:443, true",
    "192.0.2.0/24, [192.0.2.5]:7972, true",
    "2001:db8::/32, [2001:db8::5]:443, true",
    "192.0.2.0/24, '192.0.2.5, 10.0.0.1', true",
    "192.0.2.0/24, '192.0.2.5, 198.51.100.77', false",
    "10.0.0.0/8, 10.0.0.0/8, false",
    "10.0.0.0/8, host, false",
    "10.0.0.0/8, , false",
  })
  void anAddressIsInTheNetworksThatShareItsPrefix(String network, String address, boolean isIn) {
    assertEquals(isIn, new AddressBlocks(List.of("198.51.100.0/26", network)).contains(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "here",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0/8",
        "2001:db8::/129",
        "10.0.0.0/8/8",
        "10.0.0.0/٨",
        " 10.0.0.0/8"
      })
  void whatIsNoNetworkIsRefused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new AddressBlocks(List.of(text)));

    assertEquals(
        text + " is not a network such as 192.0.2.0/24 or 2001:db8::/32", refused.getMessage());
  }

  @Test
  void noNetworksHaveNoAddress() {
    assertEquals(false, new AddressBlocks(List.of()).contains("192.0.2.1"));
  }
}
