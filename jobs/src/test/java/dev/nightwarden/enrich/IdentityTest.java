package dev.nightwarden.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final String DAY = "2025-03-15";

  private static String user(Identity identity, String name) {
    return user(identity, name, DAY);
  }

  private static String user(Identity identity, String name, String date) {
    Map<String, Object> record = new HashMap<>(Map.of("user", name));
    new Enricher(identity, null, null).enrich(record, LocalDate.parse(date).toEpochDay());
    return (String) record.get("user");
  }

  private static Identity identity(String domain, Map<String, Object> map) {
    return new Identity("user", domain, map);
  }

  @Test
  void theRawNameIsLookedUpBeforeTheNameWithItsDomain() {
    Identity identity =
        identity(
            "example.com",
            Map.of("jo", "joanna@example.com", "jo@example.com", "other", "al@example.com", "al"));
    assertEquals("joanna@example.com", user(identity, "jo"));
    assertEquals("other", user(identity, "jo@example.com"), "an entry for the whole name");
    assertEquals("al", user(identity, "al"), "by the name with its domain");
    assertEquals("ben@example.com", user(identity, "ben"), "no entry: the domain");
    assertEquals("ben@home.example", user(identity, "ben@home.example"), "has a domain");
    assertEquals("@backup", user(identity, "@backup"));
  }

  @Test
  void whatANameIsMappedToIsNotMappedAgain() {
    Identity identity = identity("example.com", Map.of("a", "b", "b", "c", "c@example.com", "d"));
    assertEquals("b", user(identity, "a"));
    assertEquals("c", user(identity, "b"));
    assertEquals("d", user(identity, "c"));
  }

  @Test
  void withoutADomainNamesStay() {
    Identity identity = identity(null, Map.of("jo", "joanna"));
    assertEquals("joanna", user(identity, "jo"));
    assertEquals("ben", user(identity, "ben"));
  }

  @Test
  void caseCountsOnlyWhereEntriesDifferByNothingElse() {
    Identity identity =
        identity(
            "example.com",
            Map.of(
                "Jo@Home.Example", "jo@example.com", "root", "admin", "ROOT", "tests", "ÅSA", "a"));
    assertEquals("jo@example.com", user(identity, "jo@home.example"));
    assertEquals("jo@example.com", user(identity, "JO@HOME.EXAMPLE"));
    assertEquals("a", user(identity, "åsa"));
    assertEquals("admin", user(identity, "root"));
    assertEquals("tests", user(identity, "ROOT"));
    assertEquals("Root@example.com", user(identity, "Root"), "neither of the two");
    assertEquals("Ben@example.com", user(identity, "Ben"), "what no entry names keeps its case");
    assertEquals(" jo@example.com", user(identity, " jo"), "nor is it trimmed");
  }

  @Test
  void anEntryHoldsOnItsDatesBothIncluded() {
    Identity identity =
        identity(
            "example.com",
            Map.of(
                "ann",
                List.of(
                    Map.of("user", "ann.smith", "to", "2025-03-31"),
                    Map.of("user", "ann.jones", "from", "2025-04-01", "to", "2025-04-30")),
                "ben",
                Map.of("user", "benjamin", "from", "2025-03-15")));
    assertEquals("ann.smith", user(identity, "ann", "1970-01-01"));
    assertEquals("ann.smith", user(identity, "Ann", "2025-03-31"));
    assertEquals("ann.jones", user(identity, "ann", "2025-04-01"));
    assertEquals("ann.jones", user(identity, "ann", "2025-04-30"));
    assertEquals("ann@example.com", user(identity, "ann", "2025-05-01"), "as if it had no entry");
    assertEquals("ben@example.com", user(identity, "ben", "2025-03-14"));
    assertEquals("benjamin", user(identity, "ben", "2025-03-15"));
  }

  @Test
  void refusesWhatCannotBe() {
    assertRefused("field names no path, such as actor.email", "", "example.com", Map.of());
    assertRefused(
        "field is original.user, where names are kept as they were; rename it first",
        "original.user",
        "example.com",
        Map.of());
    assertRefused(
        "field is mapped to nothing; give user_domain or user_map", "user", null, Map.of());
    assertRefused(
        "user_domain is \"@example.com\"; write it without @, such as example.com",
        "user",
        "@example.com",
        Map.of());
    assertMapRefused("user_map has an entry for a name without a letter", "", "x");
    assertMapRefused("user_map.\"a\\\"b\" is 7, which is not a text; put it in quotes", "a\"b", 7L);
    assertMapRefused("user_map.a is missing; wanted: a user, such as jo@example.com", "a", "");
    assertMapRefused(
        "user_map.a is empty; wanted: a user, or a list of {user, from, to}", "a", List.of());
    assertMapRefused("user_map.a[0] is no mapping; wanted: {user, from, to}", "a", List.of("x"));
    assertMapRefused(
        "user_map.a[0].until is not a key; keys: [user, from, to]",
        "a",
        List.of(Map.of("user", "x", "until", "2025-01-01")));
    assertMapRefused(
        "user_map.a.user is missing; wanted: a user, such as jo@example.com",
        "a",
        Map.of("from", "2025-01-01"));
    assertMapRefused(
        "user_map.a.from is 2025-02-30, which is not a date such as 2026-01-31",
        "a",
        Map.of("user", "x", "from", "2025-02-30"));
    assertMapRefused(
        "user_map.a.to is 2025-01-01, before from: 2025-01-02",
        "a",
        Map.of("user", "x", "from", "2025-01-02", "to", "2025-01-01"));
    assertMapRefused(
        "user_map.a[1] overlaps with [0]; from and to are both included",
        "a",
        List.of(
            Map.of("user", "x", "to", "2025-03-31"), Map.of("user", "y", "from", "2025-03-31")));
  }

  private static void assertMapRefused(String message, String name, Object value) {
    assertRefused(message, "user", null, Map.of(name, value));
  }

  private static void assertRefused(
      String message, String field, String domain, Map<String, Object> map) {
    var error =
        assertThrows(
            IllegalKeyException.class,
            () -> Keys.checked(new Identity(field, domain, map)),
            message);
    assertEquals(message, error.getMessage());
  }
}
