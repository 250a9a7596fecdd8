package dev.nightwarden.forest;

/** The events one tree is grown on: drawn, and kept as a bit for each event of the forest. */
final class TreeSample {
  private TreeSample() {}

  /**
   * Draws events without replacement (the first steps of a Fisher-Yates shuffle).
   *
   * @param all every event at its own place, here and afterwards
   */
  static int[] draw(SplitMix random, int[] all, int size) {
    int[] sample = new int[size];
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      int other = i + random.below(all.length - i);
      sample[i] = all[other];
      all[other] = all[i];
      places[i] = other;
    }
    for (int place : places) {
      all[place] = place;
    }
    return sample;
  }

  /**
   * @param count the number of the forest's events
   */
  static byte[] bits(int[] sample, int count) {
    byte[] bits = new byte[(count + 7) / 8];
    for (int event : sample) {
      bits[event >> 3] |= (byte) (1 << (event & 7));
    }
    return bits;
  }

  static boolean has(byte[] bits, int event) {
    return ((bits[event >> 3] >> (event & 7)) & 1) == 1;
  }

  /**
   * The events of a sample, ascending.
   *
   * @param samples how many there must be
   * @param in where the bits were read
   */
  static int[] events(byte[] bits, int count, int samples, ByteReader in) {
    int[] sample = new int[samples];
    int found = 0;
    for (int block = 0; block < bits.length; block++) {
      for (int left = bits[block] & 0xFF; left != 0; left &= left - 1) {
        int event = 8 * block + Integer.numberOfTrailingZeros(left);
        if (event >= count) {
          break;
        }
        if (found == samples) {
          throw in.damaged("a tree of more than %d events".formatted(samples));
        }
        sample[found++] = event;
      }
    }
    if (found < samples) {
      throw in.damaged("a tree of %d events, not %d".formatted(found, samples));
    }
    return sample;
  }
}
