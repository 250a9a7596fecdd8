package dev.nightwarden.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.geo.WrittenAddress.Cut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '~',
      value = {
        "192.0.2.5 192.0.2.5 NOTHING",
        "2001:db8::5 2001:db8::5 NOTHING",
        "::ffff:192.0.2.5 ::ffff:192.0.2.5 NOTHING",
        "2001:db8::5:443 2001:db8::5:443 NOTHING",
        "fe80::1%eth0 fe80::1 ZONE",
        "fe80::1%12 fe80::1 ZONE",
        "\"192.0.2.5\" 192.0.2.5 ZONE",
        "/192.0.2.5 192.0.2.5 ZONE",
        "ipv4:192.0.2.5 192.0.2.5 ZONE",
        "[192.0.2.5] 192.0.2.5 BRACKETS",
        "[2001:db8::5] 2001:db8::5 BRACKETS",
        "[fe80::1%eth0] fe80::1 BRACKETS",
        "192.0.2.5:443 192.0.2.5 PORT",
        "192.0.2.5:0 192.0.2.5 PORT",
        "192.0.2.5: 192.0.2.5 PORT",
        "[192.0.2.5]:7972 192.0.2.5 PORT",
        "[2001:db8::5]:443 2001:db8::5 PORT",
        "[::ffff:192.0.2.5]:443 ::ffff:192.0.2.5 PORT",
        "::ffff:192.0.2.5:443 ::ffff:192.0.2.5 PORT",
        "fe80::1%eth0:443 fe80::1 PORT",
        "2001:db8::5:54321 2001:db8::5 PORT",
        "2001:db8:0:0:0:0:0:5:443 2001:db8:0:0:0:0:0:5 PORT",
        "/192.0.2.5:443 192.0.2.5 PORT",
        "tcp://192.0.2.5:443 192.0.2.5 PORT",
        "ipv6:[2001:db8::5]:443 2001:db8::5 PORT",
        "192.0.2.5#53 192.0.2.5 PORT",
        "192.0.2.5(443) 192.0.2.5 PORT",
        "192.0.2.5/443 192.0.2.5 PORT",
        "192.0.2.5/32 192.0.2.5 PORT",
        "2001:db8::5/128 2001:db8::5 PORT",
      })
  void anAddressIsFreedOfWhatIsAroundIt(String text, String literal, Cut cut) {
    for (Take take : Take.values()) {
      assertEquals(new WrittenAddress(literal, cut), WrittenAddress.of(text, take));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      quoteCharacter = '~',
      value = {
        "192.0.2.5, 10.0.0.1 = 192.0.2.5 = 192.0.2.5",
        "10.0.0.1,192.0.2.5:80 = 192.0.2.5 = 192.0.2.5",
        "192.0.2.5, 198.51.100.7, 10.0.0.1 = 192.0.2.5 = 198.51.100.7",
        "192.0.2.5 198.51.100.7 = 192.0.2.5 = 198.51.100.7",
        "[2001:db8::5]:443, 198.51.100.7:1 = 2001:db8::5 = 198.51.100.7",
        "10.0.0.1, 192.168.0.1 = 10.0.0.1 = 192.168.0.1",
        "unknown, 192.0.2.5 = 192.0.2.5 = 192.0.2.5",
        "hidden|192.0.2.5|- = 192.0.2.5 = 192.0.2.5",
        "192.0.2.5, = 192.0.2.5 = 192.0.2.5",
      })
  void ofSeveralThePublicOneOfTheWantedEndIsTaken(String text, String first, String last) {
    assertEquals(first, WrittenAddress.of(text, Take.FIRST).literal());
    assertEquals(last, WrittenAddress.of(text, Take.LAST).literal());
  }

  @Test
  void theHeaderForwardedIsRead() {
    String header = "for=192.0.2.60;proto=http;by=203.0.113.43, For=\"[2001:db8:cafe::17]:4711\"";
    assertEquals("192.0.2.60", WrittenAddress.of(header, Take.FIRST).literal());
    assertEquals("2001:db8:cafe::17", WrittenAddress.of(header, Take.LAST).literal());
    assertEquals(Cut.LIST, WrittenAddress.of(header, Take.LAST).cut());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ",",
        "gateway.example.com",
        "gateway:443",
        "10.0.0.0/8",
        "2001:db8::/32",
        "256.0.0.1:443",
        "192.0.2:443",
        "[192.0.2.5",
        "192.0.2.5]",
        "[192.0.2.5]x",
        "[]:443",
        "[[192.0.2.5]]",
        "192.0.2.5:https",
        "192.0.2.5:123456",
        "1.3.6.1.4",
        "from 192.0.2.5 closed",
        "3405803937",
        "for=unknown",
        "192.0.2.5:\u0664\u0664\u0663",
      })
  void whatHoldsNoAddressIsNone(String text) {
    assertNull(WrittenAddress.of(text, Take.LAST), text);
  }

  @Test
  void whatIsWrittenBeforeAnAddressCannotHideIt() {
    String header = "x".repeat(100_000) + ", " + "203.0.113.9, ".repeat(50_000) + "192.0.2.5";
    assertEquals("192.0.2.5", WrittenAddress.of(header, Take.LAST).literal());
  }

  @Test
  void aDashSaysThatThereIsNone() {
    assertTrue(WrittenAddress.isAbsent(null));
    assertTrue(WrittenAddress.isAbsent(" "));
    assertTrue(WrittenAddress.isAbsent("-"));
    assertFalse(WrittenAddress.isAbsent("unknown"));
  }
}
