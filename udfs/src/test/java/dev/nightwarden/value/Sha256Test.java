package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** The example of FIPS 180-4. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isThatOfTheStandard() {
    assertEquals(ABC, Sha256.hex("abc"));
    assertEquals(ABC.substring(0, 32), Sha256.half("abc"));
    assertEquals(ABC.substring(0, 24), Sha256.hex("abc".getBytes(StandardCharsets.US_ASCII), 12));
  }

  @Test
  void readsTextsAsUtf8() {
    assertEquals(Sha256.hex("Łódź".getBytes(StandardCharsets.UTF_8), 16), Sha256.half("Łódź"));
  }
}
