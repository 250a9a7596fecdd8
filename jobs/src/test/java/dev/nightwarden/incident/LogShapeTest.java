package dev.nightwarden.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.organisation.Draws;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions of eight people, told by records as an identity provider writes them. */
class LogShapeTest {
  private static final long FIRST =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2025-03-03T08:00:00Z"));
  private static final long DAY = 86_400_000_000L;

  private final Random random = new Random(5);
  private final List<Account> accounts = accounts();
  private final LogShape shape = new LogShape(accounts, "actor.name");

  private List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    for (int who = 0; who < 8; who++) {
      List<Recorded> messages = new ArrayList<>();
      for (int day = 0; day < 12; day++) {
        messages.addAll(session("person" + who, who, FIRST + day * DAY + who * 60_000_000L));
      }
      accounts.add(Account.of("person" + who, messages));
    }
    return accounts;
  }

  private List<Recorded> session(String name, int who, long start) {
    List<Recorded> session = new ArrayList<>();
    int place = random.nextInt(4) == 0 ? random.nextInt(6) : who % 6;
    String token = hex(12);
    for (int i = 0; i < 4; i++) {
      long micros = start + i * 61_000_000L + 1_000L * random.nextInt(1_000);
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("id", hex(16));
      data.put("at", Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
      data.put("tenant", "tenant-4711");
      Map<String, Object> actor = new LinkedHashMap<>();
      actor.put("name", name);
      actor.put("key", "key" + (char) ('a' + who) + who);
      actor.put("department", who % 2 == 0 ? "sales" : "it");
      data.put("actor", actor);
      data.put("ip", "198.51.100." + place);
      data.put("city", List.of("Oslo", "Rome", "Lima", "Bern", "Pune", "Cork").get(place));
      data.put("agent", "Agent of " + (place + who) % 5);
      data.put("session", token);
      data.put("file", "/home/" + name + "/" + random.nextInt(9));
      data.put("size", (long) Math.exp(random.nextGaussian() * 3 + 8));
      session.add(new Recorded("idp", (String) data.get("id"), micros, name, data, null, micros));
    }
    return session;
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }

  @Test
  void pathsAreToldApart() {
    assertTrue(shape.isUnique("id"), shape.described());
    assertTrue(shape.isToken("session"), shape.described());
    assertTrue(shape.isTime("at"), shape.described());
    assertTrue(shape.isIdentity("actor.name"), shape.described());
    assertTrue(shape.isIdentity("actor.key"), shape.described());
    assertFalse(shape.isIdentity("actor.department"), shape.described());
    assertEquals(Optional.of("ip"), shape.address());
    assertEquals(Set.of("ip", "city"), shape.place());
    assertEquals(Set.of("ip", "city", "agent"), shape.origin());
    assertEquals(Map.of("tenant", "tenant-4711"), shape.constants());
    assertEquals(List.of("size"), shape.amounts());
  }

  @Test
  void aDisguisedSessionHasNothingOfItsActorButWhatItDid() {
    Account victim = accounts.get(1);
    List<Recorded> session = accounts.get(2).sessions().get(3);
    Disguise disguise = new Disguise(shape, victim, Draws.of(1, "d"), false);
    long by = 3 * DAY + 5_000;
    List<Recorded> planted =
        session.stream().map(message -> disguise.as(message, message.micros() + by)).toList();

    Set<Object> tokens = new HashSet<>();
    for (int i = 0; i < planted.size(); i++) {
      Recorded before = session.get(i);
      Recorded after = planted.get(i);
      assertEquals("person1", after.actor());
      assertFalse(after.data().toString().contains("person2"), after.data().toString());
      assertEquals(after.id(), after.data().get("id"));
      assertNotEquals(before.id(), after.id());
      assertTrue(after.id().matches("[0-9a-f]{16}"), after.id());
      Map<String, Object> leaves = Leaves.of(after.data());
      assertEquals("person1", leaves.get("actor.name"));
      assertEquals("keyb1", leaves.get("actor.key"));
      assertEquals(before.data().get("ip"), after.data().get("ip"));
      assertEquals(
          ((String) before.data().get("file")).replace("person2", "person1"),
          after.data().get("file"));
      assertEquals(
          Instant.EPOCH.plus(before.micros() + by, ChronoUnit.MICROS).toString(),
          after.data().get("at"));
      assertEquals(List.copyOf(before.data().keySet()), List.copyOf(after.data().keySet()));
      tokens.add(after.data().get("session"));
    }
    assertEquals(1, tokens.size());
    assertNotEquals(Set.of(session.get(0).data().get("session")), tokens);
  }

  @Test
  void eachKindPlantsWhatItSays() throws Kind.Impossible {
    for (String name : IncidentKinds.names()) {
      if (name.equals("spray") || name.equals("dormant")) {
        continue;
      }
      for (Strength strength : Strength.values()) {
        if (name.equals("slow") && strength == Strength.STEALTHY) {
          continue; // It takes eleven days, as many as there are.
        }
        Plot plot =
            new Plot(
                shape,
                accounts,
                strength,
                accounts.get(0).messages().get(20).date(),
                accounts.get(0).messages().get(40).date(),
                2,
                new HashSet<>(),
                Draws.of(3, name, strength));
        List<Recorded> planted = IncidentKinds.of(name).plant(plot).messages();
        assertEquals(1, planted.stream().map(Recorded::actor).distinct().count(), name);
        assertEquals(planted.size(), planted.stream().map(Recorded::id).distinct().count(), name);
        assertTrue(planted.stream().allMatch(each -> each.micros() % 1_000 == 0), name);
      }
    }
  }
}
