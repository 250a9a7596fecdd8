package dev.nightwarden.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final List<String> taken = new ArrayList<>();
  private final Frames frames =
      new Frames(
          20,
          new Frames.Taker() {
            @Override
            public void take(byte[] record) {
              taken.add(new String(record, UTF_8));
            }

            @Override
            public void refuse(byte[] start, String reason) {
              taken.add("REFUSED " + new String(start, UTF_8) + ": " + reason);
            }
          });

  @Test
  void linesEndWithALineFeedWhateverStandsBeforeIt() throws Exception {
    feed("{\"a\":1}\n\n  \r\n{\"a\":2}\r\n<13>x\0\n");

    assertEquals(List.of("{\"a\":1}", "{\"a\":2}", "<13>x"), taken);
  }

  @Test
  void octetsAreCountedWhereARecordBeginsWithTheirNumber() throws Exception {
    feed("7 {\"a\":1}9 {\"a\":\n22}\n{\"a\":3}\n5 <1>xy6 ööö3 <2");

    assertEquals(List.of("{\"a\":1}", "{\"a\":\n22}", "{\"a\":3}", "<1>xy", "ööö"), taken);
    assertTrue(frames.isInside());
  }

  @Test
  void digitsThatCountNothingAreALine() throws Exception {
    feed("2026-01-01 x\n123\n12345678901 x\n");

    assertEquals(List.of("2026-01-01 x", "123", "12345678901 x"), taken);
  }

  @Test
  void howTheBytesComeDoesNotMatter() throws Exception {
    String all =
        "{\"a\":1}\n7 {\"b\":2}\n99999 not\n<13>one\r\n30 123456789012345678901234567890<2>z\n";
    // The count is beyond what is allowed, so it is the last of what is fed at once.
    String fit = all.replace("99999 not\n", "");
    feed(fit);
    List<String> whole = List.copyOf(taken);
    assertEquals("REFUSED 12345678901234567890: 30 bytes, longer than max_bytes", whole.get(3));

    for (int seed = 0; seed < 200; seed++) {
      taken.clear();
      Random random = new Random(seed);
      byte[] bytes = fit.getBytes(UTF_8);
      for (int at = 0; at < bytes.length; ) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(9));
        frames.feed(Arrays.copyOfRange(bytes, at, to));
        at = to;
      }
      assertEquals(whole, taken, "seed " + seed);
    }
  }

  @Test
  void longerRecordsAreRefusedWithTheirStartAndTheNextIsRead() throws Exception {
    feed("x".repeat(25) + "\nshort\n");

    assertEquals(
        List.of("REFUSED " + "x".repeat(20) + ": 25 bytes, longer than max_bytes", "short"), taken);
  }

  @Test
  void aLineThatNeverEndsEndsTheSender() {
    byte[] chunk = "x".repeat(64).getBytes(UTF_8);
    long gigabyte = 1L << 30;
    long[] fed = new long[1];
    EndlessRecordException ended =
        assertThrows(
            EndlessRecordException.class,
            () -> {
              while (fed[0] < gigabyte) {
                fed[0] += chunk.length;
                frames.feed(chunk);
              }
            });

    assertEquals("384 bytes of one line without its end", ended.getMessage());
    assertEquals(384, fed[0]);
    assertEquals(
        List.of(
            "REFUSED "
                + "x".repeat(20)
                + ": 384 bytes of one line without its end; max_bytes is 20, and the connection was"
                + " closed"),
        taken);
  }

  @Test
  void aRecordThatClaimsAGigabyteIsNotWaitedFor() {
    EndlessRecordException ended =
        assertThrows(EndlessRecordException.class, () -> feed("1073741824 {"));

    assertEquals("a record that claims to have 1073741824 bytes", ended.getMessage());
    assertEquals(1, taken.size());
  }

  @Test
  void theLastLineNeedsNoEndIfTheSenderClosed() throws Exception {
    feed("{\"a\":1}\n{\"a\":2}");
    frames.end(null);

    assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), taken);
    assertFalse(frames.isInside());
  }

  @Test
  void whatBreaksOffIsRefused() throws Exception {
    feed("{\"a\":");
    frames.end("the connection broke");
    feed("9 {\"a\"");
    frames.end(null);

    assertEquals(
        List.of(
            "REFUSED {\"a\":: the connection broke",
            "REFUSED {\"a\": the connection was closed 5 bytes before the end of the record"),
        taken);
  }

  private void feed(String text) throws EndlessRecordException {
    frames.feed(text.getBytes(UTF_8));
  }
}
