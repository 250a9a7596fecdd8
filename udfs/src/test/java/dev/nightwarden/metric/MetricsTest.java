package dev.nightwarden.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @Test
  void countsDigits() {
    assertEquals(4, Digits.count("e6603"));
    assertEquals(0, Digits.count("\u0661\u0662"), "other scripts' digits are not in names");
    assertEquals(0.25, Digits.share("abc1"));
    assertEquals(0.5, Digits.share("\ud83d\ude001"), "a character is a character");
    assertEquals(0.0, Digits.share(""));
    assertNull(Digits.count(null));
    assertNull(Digits.share(null));
  }

  @Test
  void measuresEntropyInBits() {
    assertEquals(0.0, Entropy.bits(""));
    assertEquals(0.0, Entropy.bits("aaaa"));
    assertEquals(1.0, Entropy.bits("abab"), 1e-12);
    assertEquals(2.0, Entropy.bits("abcd"), 1e-12);
    // Of 11: i 4, s 4, p 2, m 1.
    assertEquals(1.82307, Entropy.bits("mississippi"), 1e-5);
    assertEquals(1.0, Entropy.bits("\ud83d\ude00a"), 1e-12, "half a pair is no character");
    assertNull(Entropy.bits(null));
  }

  @Test
  void measuresWhatBase32AndBase64Say() {
    // RFC 4648, section 10: both say foobar.
    double foobar = Entropy.bits("foobar");
    for (String text : List.of("MZXW6YTBOI======", "mzxw6ytboi", "MZXW6YTBOI")) {
      assertEquals(foobar, Entropy.ofBase32(text), 1e-12, text);
    }
    assertEquals(foobar, Entropy.ofBase64("Zm9vYmFy"), 1e-12);
    assertEquals(Entropy.bits("fooba"), Entropy.ofBase64("Zm9vYmE="), 1e-12);
    assertEquals(Entropy.bits("fooba"), Entropy.ofBase64("Zm9vYmE"), 1e-12);
    assertEquals(0.0, Entropy.ofBase32(""));
    for (String text :
        List.of("MZXW6YTB0I", "MZX", "MZXW6YTBOJ", "MZXW6=", "a.b", "=", "MZ=W6YTB")) {
      assertNull(Entropy.ofBase32(text), text);
    }
    for (String text :
        List.of("Zm9vYmF", "Z", "Zm9v.YmFy", "Zm9vYmE==", "=", "Zm9vYmF+/-_A", "Zm=v")) {
      assertNull(Entropy.ofBase64(text), text);
    }
    assertNull(Entropy.ofBase32(null));
    assertNull(Entropy.ofBase64(null));
  }

  @Test
  void decodesAsTheJdkDoes() {
    Random random = new Random(3);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      for (var encoder :
          List.of(
              java.util.Base64.getEncoder(),
              java.util.Base64.getEncoder().withoutPadding(),
              java.util.Base64.getUrlEncoder(),
              java.util.Base64.getUrlEncoder().withoutPadding())) {
        String text = encoder.encodeToString(bytes);
        byte[] decoded = Base64Text.decode(text);
        boolean unpadded = text.length() % 4 != 0;
        if (unpadded && (text.contains("+") || text.contains("/"))) {
          assertNull(decoded, "the standard alphabet is padded");
        } else {
          assertTrue(Arrays.equals(bytes, decoded), text);
        }
      }
    }
  }

  @Test
  void findsWhatSomebodyRegistered() {
    assertEquals("bbc.co.uk", Domain.registered("www.BBC.co.uk."));
    assertEquals(
        "d111111abcdef8.cloudfront.net", Domain.registered("d111111abcdef8.cloudfront.net"));
    assertEquals("example.com", Domain.registered("_dmarc.example.com"));
    assertEquals("example.com", Domain.registered("*.-x-.example.com"));
    assertEquals("co.uk", Domain.publicSuffix("bbc.co.uk"));
    assertEquals("com", Domain.publicSuffix("com"));
    assertEquals("ck", Domain.publicSuffix("www.ck"), "an exception of the list");
    assertEquals("www.ck", Domain.registered("www.ck"));
    assertEquals("\u516c\u53f8.cn", Domain.publicSuffix("www.\u98df\u72ee.\u516c\u53f8.cn"));
    for (String none :
        Arrays.asList(
            null,
            "",
            ".",
            "..",
            "com",
            "printer",
            "192.0.2.1",
            "2001:db8::1",
            "a b.com",
            "http://example.com",
            "a.com,b.com",
            "-a.com",
            "a..com",
            "a".repeat(64) + ".com",
            "a.".repeat(127) + "com")) {
      assertNull(Domain.registered(none), none);
    }
  }

  @Test
  void punycodeOfAPublicSuffixIsKnown() {
    assertEquals("xn--55qx5d.cn", Domain.publicSuffix("www.xn--85x722f.xn--55qx5d.cn"));
  }

  @Test
  void countsLabels() {
    assertEquals(3, Domain.labels("www.example.com"));
    assertEquals(3, Domain.labels("www.example.com."));
    assertEquals(1, Domain.labels("printer"));
    assertEquals(0, Domain.labels("."));
    assertEquals(0, Domain.labels(""));
    assertNull(Domain.labels(null));
  }

  @Test
  void anEmptyNameIsNullBlankOrTheRoot() {
    for (String empty : Arrays.asList(null, "", " ", ".", " .\t")) {
      assertTrue(EmptyName.is(empty));
    }
    assertFalse(EmptyName.is("a"));
    assertFalse(EmptyName.is(".."));
  }

  @Test
  void knowsAddressesWithoutLookingAnythingUp() {
    for (String address :
        List.of("192.0.2.1", "0.0.0.0", "::", "2001:DB8::1", "::ffff:192.0.2.1")) {
      assertTrue(Address.is(address), address);
    }
    for (String other :
        List.of(
            "",
            "localhost",
            "192.0.2",
            "192.0.2.256",
            "192.0.2.01",
            "0x7f.1",
            "3232235777",
            "192.0.2.1:53",
            "[::1]",
            "fe80::1%eth0",
            "192.0.2.0/24",
            " 192.0.2.1",
            "fe80",
            "\u0661.\u0661.\u0661.\u0661",
            ":".repeat(1_000_000))) {
      assertFalse(Address.is(other), other.substring(0, Math.min(20, other.length())));
    }
    assertNull(Address.is(null));
  }

  @Test
  void countsChangesToTheNearestName() {
    List<String> names = Arrays.asList("google.com", null, "paypal.com");
    assertEquals(0, EditDistance.to("PayPal.com", names));
    assertEquals(1, EditDistance.to("paypa1.com", names));
    assertEquals(1, EditDistance.to("googel.com", names), "two neighbours swapped");
    assertEquals(1, EditDistance.to("gogle.com", names));
    assertEquals(2, EditDistance.to("gooogles.com", names));
    assertEquals(10, EditDistance.to("", names));
    assertNull(EditDistance.to(null, names));
    assertNull(EditDistance.to("a", null));
    assertNull(EditDistance.to("a", List.of()));
    assertNull(EditDistance.to("a".repeat(256), names));
    assertEquals(
        "edit_distance_to takes at most 1,000 names, not 1,001",
        assertThrows(
                IllegalArgumentException.class,
                () -> EditDistance.to("a", java.util.Collections.nCopies(1_001, "b")))
            .getMessage());
  }

  @Test
  void ranksANameOrItsRegisteredDomain(@TempDir Path folder) throws IOException {
    String file =
        Files.writeString(
                folder.resolve("list.csv"),
                "rank,name\n1,example.com\r\n\n2,Mail.Example.com.\n3,cloudfront.net\n")
            .toString();
    assertEquals(1, PopularityRank.of("example.com", file));
    assertEquals(1, PopularityRank.of("www.EXAMPLE.com.", file));
    assertEquals(2, PopularityRank.of("mail.example.com", file));
    assertNull(PopularityRank.of("example.org", file));
    assertNull(PopularityRank.of("d1.cloudfront.net", file), "others hold that one");
    assertNull(PopularityRank.of("", file));
    assertNull(PopularityRank.of(null, file));
    assertNull(PopularityRank.of("example.com", null));
    Files.delete(Path.of(file));
    assertEquals(1, PopularityRank.of("example.com", file), "read once");
  }

  @Test
  void saysWhereAListIsWrong(@TempDir Path folder) throws IOException {
    Path broken =
        Files.writeString(folder.resolve("broken.csv"), "1,a.example\nsecond,b.example\n");
    assertEquals(
        "popularity list %s:2: a line is rank,name, such as 1,example.com".formatted(broken),
        assertThrows(
                IllegalArgumentException.class, () -> PopularityRank.of("a", broken.toString()))
            .getMessage());
    Path missing = folder.resolve("missing.csv");
    assertEquals(
        "popularity list %s: no such file; name one with lines of rank,name, or built-in"
            .formatted(missing),
        assertThrows(
                IllegalArgumentException.class, () -> PopularityRank.of("a", missing.toString()))
            .getMessage());
  }

  @Test
  void theBuiltInListRanksEveryNameOnce() {
    assertEquals(1, PopularityRank.of("www.google.com", PopularityRank.BUILT_IN));
    assertEquals(353, PopularityRank.of("example.net", PopularityRank.BUILT_IN));
  }
}
