package dev.nightwarden.value;

/** A number of things, in words for a person: {@code 1 file}, {@code 2 files}. */
public final class Amount {
  private Amount() {}

  /**
   * A number and its noun.
   *
   * @param noun in the singular; its plural ends in s
   */
  public static String of(long number, String noun) {
    return of(number, noun, noun + "s");
  }

  /** A number and its noun, in the singular or the plural. */
  public static String of(long number, String one, String many) {
    return number + " " + noun(number, one, many);
  }

  /** The noun by itself, for where a number stands otherwise. */
  public static String noun(long number, String one, String many) {
    return Math.abs(number) == 1 ? one : many;
  }
}
