package dev.nightwarden.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Base64TextTest {
  private static final List<String> WORDS =
      List.of(
          "the",
          "server",
          "sends",
          "Update",
          "cloud",
          "Front",
          "door",
          "Licensing",
          "and",
          "data",
          "Service",
          "of",
          "windows",
          "Mail",
          "push",
          "notify",
          "Traffic",
          "manager",
          "edge",
          "key");

  private final Random random = new Random(11);

  private double share(Supplier<String> texts) {
    int found = 0;
    for (int i = 0; i < 10_000; i++) {
      found += Base64Text.is(texts.get()) ? 1 : 0;
    }
    return found / 10_000.0;
  }

  private byte[] bytes(int least, int most) {
    byte[] bytes = new byte[least + random.nextInt(most - least + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String words(String between, int least) {
    return String.join(
        between,
        IntStream.range(0, least + random.nextInt(8))
            .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
            .toList());
  }

  @Test
  void findsEncodedBytesAndSentences() {
    assertTrue(share(() -> Base64.getEncoder().encodeToString(bytes(16, 64))) > 0.999);
    assertTrue(
        share(() -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(16, 64))) > 0.999);
    assertTrue(
        share(() -> Base64.getEncoder().encodeToString(words(" ", 4).getBytes(UTF_8))) > 0.999);
  }

  @Test
  void takesNoOrdinaryNameForIt() {
    assertEquals(0, share(() -> words("", 3)));
    assertEquals(0, share(() -> words(".", 3)));
    assertEquals(0, share(() -> words("-", 3)));
    assertEquals(0, share(() -> words("_", 3)));
    assertEquals(0, share(() -> camelCase() + random.nextInt(10_000)));
    assertEquals(0, share(() -> new UUID(random.nextLong(), random.nextLong()).toString()));
    assertEquals(0, share(() -> "%016x%016x".formatted(random.nextLong(), random.nextLong())));
    assertEquals(0, share(() -> "%016X".formatted(random.nextLong())));
    assertEquals(0, share(() -> Long.toString(random.nextLong() >>> 1, 36)));
    for (String name :
        List.of(
            "ncsi-geo.trafficmanager.net",
            "172.217.173.142",
            "2606:4700:3031::ac43:bb8d",
            "",
            "fe80",
            "dosnujlvxkgze.cloudfront.net",
            "internationalization",
            "TWITTERSTATICCDN",
            "12345678901234567890")) {
      assertFalse(Base64Text.is(name), name);
    }
    assertNull(Base64Text.is(null));
  }

  private String camelCase() {
    StringBuilder text = new StringBuilder();
    for (String word : words(" ", 3).split(" ", -1)) {
      text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return text.toString();
  }

  @Test
  void findsAPieceOfAList() {
    String encoded = "3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=";
    assertTrue(Base64Text.is(encoded));
    assertFalse(Base64Text.is("[" + encoded + "]"));
    assertTrue(Base64Text.isIn(encoded));
    assertTrue(Base64Text.isIn("[a.example\";\"" + encoded + "\";\"192.0.2.1\"]\""));
    assertTrue(Base64Text.isIn("[\"192.0.2.1\", \"" + encoded + "\"]"));
    assertFalse(Base64Text.isIn("[a.example\";\"192.0.2.1\"]\""));
    assertFalse(Base64Text.isIn(""));
    assertNull(Base64Text.isIn(null));
  }

  @Test
  void longTextsAreNotLookedAt() {
    assertTrue(Base64Text.is("aGVsbG8gd29ybGQh".repeat(4_096)));
    assertFalse(Base64Text.is("aGVsbG8gd29ybGQh".repeat(4_097)));
    assertFalse(Base64Text.isIn("a".repeat(10_000_000)));
  }
}
