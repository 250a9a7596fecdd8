package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class HmacSha256Test {
  /** RFC 4231, test case 2. */
  private static final String PUBLISHED =
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

  @Test
  void givesThePublishedValue() {
    HmacSha256 hash = new HmacSha256("Jefe");

    assertEquals(PUBLISHED, hash.hex("what do ya want for nothing?"));
    assertEquals(PUBLISHED.substring(0, 32), hash.half("what do ya want for nothing?"));
  }

  @Test
  void travelsAfterItWasUsed() throws Exception {
    HmacSha256 hash = new HmacSha256("Jefe");
    hash.hex("");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(hash);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(PUBLISHED, ((HmacSha256) in.readObject()).hex("what do ya want for nothing?"));
    }
  }
}
