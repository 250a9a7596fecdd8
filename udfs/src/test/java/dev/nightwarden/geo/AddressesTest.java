package dev.nightwarden.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "81.2.69.160, 81.2.69.160",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "1::, 1:0:0:0:0:0:0:0",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
    "::ffff:192.0.2.33, 192.0.2.33",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
  })
  void literalsAreRead(String text, String address) {
    assertEquals(address, Addresses.parse(text).getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "example.com",
        "a.b.c.d",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.04",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4:80",
        "[::1]",
        "1..3.4",
        "1.2.3.",
        ".1.2.3",
        "16909060",
        "0x1.2.3.4",
        "1.2.3.-4",
        "1.2.3.1000",
        "٣.2.3.4",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "::1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "12345::",
        "g::",
        "::1.2.3",
        "1.2.3.4::",
        "fe80::1%",
        "fe80::1%a/b",
        "::1/64",
        "1.2.3.4/32",
        "-",
        "null"
      })
  void anythingElseIsNoAddress(String text) {
    assertNull(Addresses.parse(text));
  }

  @Test
  void longTextIsNoAddress() {
    assertNull(Addresses.parse("1".repeat(1_000_000)));
    assertNull(Addresses.parse(":".repeat(1_000_000)));
  }

  @Test
  void agreesWithTheLibraryOnWhatTheLibraryPrints() throws UnknownHostException {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      InetAddress address = InetAddress.getByAddress(bytes);
      assertEquals(address, Addresses.parse(address.getHostAddress()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "172.16.0.1, true",
    "172.32.0.1, false",
    "192.168.9.9, true",
    "127.0.0.1, true",
    "169.254.1.1, true",
    "100.64.0.1, true",
    "100.127.255.255, true",
    "100.128.0.1, false",
    "0.1.2.3, true",
    "224.0.0.1, true",
    "240.0.0.1, true",
    "255.255.255.255, true",
    "8.8.8.8, false",
    "::1, true",
    "::, true",
    "fe80::1, true",
    "fd00::1, true",
    "ff02::1, true",
    "2001:4860::1, false",
    "::ffff:10.0.0.1, true",
  })
  void privateAddressesAreKnown(String text, boolean expected) {
    InetAddress address = Addresses.parse(text);
    assertNotNull(address);
    assertEquals(expected, Addresses.isPrivate(address));
  }
}
