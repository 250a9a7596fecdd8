package dev.nightwarden.make;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The networks of the demo, from the ranges set aside for documentation. */
final class AddressRanges {
  private static final Map<String, Town> TOWNS = new LinkedHashMap<>();
  private static final Map<String, AddressRange> RANGES = new LinkedHashMap<>();

  static {
    town(
        "Link\u00F6ping",
        "\u00D6sterg\u00F6tland County",
        "SE",
        "Sweden",
        "Europe",
        58.4109,
        15.6216);
    town(
        "Norrk\u00F6ping",
        "\u00D6sterg\u00F6tland County",
        "SE",
        "Sweden",
        "Europe",
        58.5942,
        16.1826);
    town(
        "V\u00E4ster\u00E5s",
        "V\u00E4stmanland County",
        "SE",
        "Sweden",
        "Europe",
        59.6162,
        16.5528);
    town("Stockholm", "Stockholm County", "SE", "Sweden", "Europe", 59.3293, 18.0686);
    town("London", "England", "GB", "United Kingdom", "Europe", 51.5074, -0.1278);
    town("Cambridge", "England", "GB", "United Kingdom", "Europe", 52.2053, 0.1218);
    town("Halifax", "Nova Scotia", "CA", "Canada", "North America", 44.6488, -63.5752);
    town("Toronto", "Ontario", "CA", "Canada", "North America", 43.6532, -79.3832);
    town("Singapore", "", "SG", "Singapore", "Asia", 1.3521, 103.8198);
    town("Frankfurt am Main", "Hesse", "DE", "Germany", "Europe", 50.1109, 8.6821);
    town("Berlin", "Land Berlin", "DE", "Germany", "Europe", 52.52, 13.405);
    town("Amsterdam", "North Holland", "NL", "Netherlands", "Europe", 52.3676, 4.9041);
    town("Dublin", "Leinster", "IE", "Ireland", "Europe", 53.3498, -6.2603);
    town("Lima", "Lima Province", "PE", "Peru", "South America", -12.0464, -77.0428);
    town("Auckland", "Auckland", "NZ", "New Zealand", "Oceania", -36.8485, 174.7633);
    town("Reykjav\u00EDk", "Capital Region", "IS", "Iceland", "Europe", 64.1466, -21.9426);

    range("office-linkoping", "192.0.2.0/26", "Link\u00F6ping", 64496, "Larkfield AB");
    range("office-london", "192.0.2.64/26", "London", 64496, "Larkfield Ltd");
    range("office-halifax", "192.0.2.128/26", "Halifax", 64496, "Larkfield Canada Inc");
    range("office-singapore", "192.0.2.192/27", "Singapore", 64496, "Larkfield Pte Ltd");
    range("datacentre", "192.0.2.224/28", "Frankfurt am Main", 64497, "Kernhaus Hosting GmbH");

    range("home-linkoping", "198.51.100.0/26", "Link\u00F6ping", 64498, "Roxen Bredband AB");
    range("home-norrkoping", "198.51.100.64/28", "Norrk\u00F6ping", 64498, "Roxen Bredband AB");
    range("home-vasteras", "198.51.100.80/28", "V\u00E4ster\u00E5s", 64498, "Roxen Bredband AB");
    range("home-stockholm", "198.51.100.96/27", "Stockholm", 64499, "Riddarfj\u00E4rden Fiber AB");
    range("home-london", "198.51.100.128/26", "London", 64500, "Thamesmead Broadband plc");
    range("home-cambridge", "198.51.100.192/28", "Cambridge", 64500, "Thamesmead Broadband plc");
    range("home-halifax", "198.51.100.208/28", "Halifax", 64501, "Chebucto Cable Inc");
    range("home-singapore", "198.51.100.224/27", "Singapore", 64502, "Merlion Fibre Pte Ltd");

    range("hotel-berlin", "203.0.113.0/27", "Berlin", 64503, "Innkeeper Wifi GmbH");
    range("hotel-amsterdam", "203.0.113.32/27", "Amsterdam", 64503, "Innkeeper Wifi GmbH");
    range("hotel-dublin", "203.0.113.64/27", "Dublin", 64503, "Innkeeper Wifi GmbH");
    range("hotel-toronto", "203.0.113.96/27", "Toronto", 64503, "Innkeeper Wifi GmbH");
    range("hotel-stockholm", "203.0.113.128/28", "Stockholm", 64503, "Innkeeper Wifi GmbH");
    range("hotel-london", "203.0.113.144/28", "London", 64503, "Innkeeper Wifi GmbH");
    range("lima", "203.0.113.160/28", "Lima", 64504, "Miraflores Telecom SA");
    range("auckland", "203.0.113.176/28", "Auckland", 64505, "Waitemata Hosting Ltd");
    range("reykjavik", "203.0.113.192/28", "Reykjav\u00EDk", 64506, "Faxafl\u00F3i Datacenter ehf");
    range("hosting-halifax", "203.0.113.208/28", "Halifax", 64507, "Bluenose Virtual Servers Inc");
    // 203.0.113.224/27 is left out on purpose: nobody knows where it is.

    range("mobile-linkoping", "100.64.0.0/18", "Link\u00F6ping", 64508, "Nordsken Mobil AB");
    range("mobile-stockholm", "100.65.0.0/18", "Stockholm", 64508, "Nordsken Mobil AB");
    range("mobile-london", "100.64.64.0/18", "London", 64509, "Albion Mobile plc");
    range("mobile-halifax", "100.64.128.0/18", "Halifax", 64510, "Fundy Wireless Inc");
    range("mobile-singapore", "100.64.192.0/18", "Singapore", 64511, "Temasek Roaming Pte Ltd");

    range("v6-linkoping", "2001:db8:10::/48", "Link\u00F6ping", 64498, "Roxen Bredband AB");
    range("v6-london", "2001:db8:20::/48", "London", 64500, "Thamesmead Broadband plc");
    range("v6-halifax", "2001:db8:30::/48", "Halifax", 64501, "Chebucto Cable Inc");
  }

  private static void town(
      String city,
      String subdivision,
      String code,
      String country,
      String continent,
      double lat,
      double lon) {
    TOWNS.put(city, new Town(city, subdivision, code, country, continent, lat, lon));
  }

  private static void range(String name, String cidr, String city, int asn, String owner) {
    RANGES.put(name, new AddressRange(name, cidr, TOWNS.get(city), asn, owner));
  }

  private AddressRanges() {}

  static AddressRange of(String name) {
    return RANGES.get(name);
  }

  static Collection<AddressRange> all() {
    return RANGES.values();
  }
}
