package dev.nightwarden.make;

/** A network of addresses, where it is and whose. */
record AddressRange(String name, String cidr, Town town, int asn, String owner) {
  /** An address of it, the same for the same number. */
  String address(int host) {
    String base = cidr.substring(0, cidr.indexOf('/'));
    if (base.contains(":")) {
      return base + Integer.toHexString(host + 1);
    }
    String[] parts = base.split("\\.", -1);
    long number = 0;
    for (String part : parts) {
      number = number * 256 + Integer.parseInt(part);
    }
    int bits = 32 - Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
    number += 1 + Math.floorMod(host, (1 << bits) - 2);
    return (number >> 24)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
