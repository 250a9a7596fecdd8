package dev.nightwarden.organisation;

/**
 * A network that people come from.
 *
 * @param owner whose it is, as a database of networks names it
 * @param number its number as an autonomous system, of those set aside for documentation
 * @param city where its addresses are
 */
record AccessNetwork(String owner, int number, City city) {
  private static final int FIRST_NUMBER = 65_536;

  static AccessNetwork of(String owner, City city) {
    return new AccessNetwork(owner, FIRST_NUMBER + Math.floorMod(owner.hashCode(), 16_000), city);
  }

  /** An address that many share: the exit of an office, say. */
  static String shared(Draws draws) {
    return "198.18.%d.%d".formatted(draws.below(256), 1 + draws.below(254));
  }

  /** The address of a household. */
  static String household(Draws draws) {
    return "100.%d.%d.%d".formatted(64 + draws.below(64), draws.below(256), 1 + draws.below(254));
  }

  /** One of some two hundred that the phones of a carrier take turns with. */
  static String mobile(AccessNetwork carrier, Draws draws) {
    return "198.19.%d.%d"
        .formatted(Math.floorMod(carrier.owner().hashCode(), 256), 1 + draws.below(200));
  }

  /** A new one of a household with IPv6: the first half stays, the second is made up each day. */
  static String private6(long household, Draws draws) {
    return "2001:db8:%x:%x:%x:%x:%x:%x"
        .formatted(
            household & 0xffff,
            household >>> 16 & 0xffff,
            1 + draws.below(0xffff),
            1 + draws.below(0xffff),
            1 + draws.below(0xffff),
            1 + draws.below(0xffff));
  }
}
